package dev.kioto.console.ui.chart;

import dev.kioto.console.ui.theme.Palette;
import javafx.scene.paint.Color;

/// What a drawing is about, which decides its colour in every theme.
public enum Tone {
  /// Numbers of things.
  COUNT,
  /// Running tasks and busy time.
  RUNNING,
  /// Scheduled tasks and time.
  SCHEDULED,
  /// Idle tasks and time.
  IDLE,
  /// Completed tasks.
  COMPLETED;

  /// Its colour in a theme.
  public Color of(Palette colors) {
    return switch (this) {
      case COUNT -> colors.accent();
      case RUNNING -> colors.running();
      case SCHEDULED -> colors.scheduled();
      case IDLE -> colors.idle();
      case COMPLETED -> colors.faint();
    };
  }
}
