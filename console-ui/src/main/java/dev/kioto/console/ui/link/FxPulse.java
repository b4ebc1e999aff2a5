package dev.kioto.console.ui.link;

import java.util.Objects;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/// The hop to the JavaFX application thread: the work runs at the beginning of the next pulse. While nothing is
/// requested, no pulse is asked for.
public final class FxPulse implements Pulse.Hop {
  // Application thread only.
  private @Nullable Runnable work;
  private final AnimationTimer timer = new AnimationTimer() {
    @Override
    public void handle(long now) {
      stop();
      Objects.requireNonNull(work).run();
    }
  };

  @Override
  public void request(Runnable newWork) {
    Platform.runLater(() -> {
      work = newWork;
      timer.start();
    });
  }
}
