package dev.kioto.console.ui.theme;

import dev.kioto.console.api.TaskState;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/// How the state of a task looks: a word, a shape and, by a pseudo-class, a colour.
public final class StateLook {
  private static final PseudoClass RUNNING = PseudoClass.getPseudoClass("running");
  private static final PseudoClass SCHEDULED = PseudoClass.getPseudoClass("scheduled");
  private static final PseudoClass IDLE = PseudoClass.getPseudoClass("idle");
  private static final PseudoClass COMPLETED = PseudoClass.getPseudoClass("completed");

  private StateLook() {}

  /// The word.
  public static String word(TaskState state) {
    return switch (state) {
      case RUNNING -> "running";
      case SCHEDULED -> "scheduled";
      case IDLE -> "idle";
      case COMPLETED -> "completed";
    };
  }

  /// The name of the shape.
  public static String shape(TaskState state) {
    return switch (state) {
      case RUNNING -> Shapes.PLAY;
      case SCHEDULED -> Shapes.CLOCK;
      case IDLE -> Shapes.PAUSE;
      case COMPLETED -> Shapes.SQUARE;
    };
  }

  /// Whether a node has the colour of a state.
  public static boolean is(Node node, TaskState state) {
    return node.getPseudoClassStates().contains(switch (state) {
      case RUNNING -> RUNNING;
      case SCHEDULED -> SCHEDULED;
      case IDLE -> IDLE;
      case COMPLETED -> COMPLETED;
    });
  }

  /// Gives a node the colour of a state; null takes it away.
  public static void apply(Node node, @Nullable TaskState state) {
    node.pseudoClassStateChanged(RUNNING, state == TaskState.RUNNING);
    node.pseudoClassStateChanged(SCHEDULED, state == TaskState.SCHEDULED);
    node.pseudoClassStateChanged(IDLE, state == TaskState.IDLE);
    node.pseudoClassStateChanged(COMPLETED, state == TaskState.COMPLETED);
  }
}
