package dev.kioto.console.ui.task;

import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.ui.parts.CopyKeys;
import dev.kioto.console.ui.parts.FrameList;
import dev.kioto.console.ui.parts.Frames;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.theme.Labels;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Where the task is now, or why that cannot be said.
final class StackSection {
  private final TaskViewModel model;
  private final Label explanation = Labels.wrapped("", "explanation");
  private final Label blocked = Labels.wrapped("", "explanation");
  private final FrameList frames = new FrameList();
  private final Button copy = new Button("Copy");
  private final Button refresh = new Button("Refresh");
  private final ToggleButton follow = new ToggleButton("Follow");
  private final VBox node;

  StackSection(TaskViewModel model) {
    this.model = model;
    refresh.setId("stack-refresh");
    refresh.setOnAction(_ -> model.refreshStack());
    follow.setId("stack-follow");
    follow.setTooltip(Labels.tooltip("Read the stack again every second."));
    follow.selectedProperty().bindBidirectional(model.follow());
    copy.setId("stack-copy");
    copy.setOnAction(_ -> copy());
    var buttons = new HBox(2, refresh, follow, copy);
    buttons.getChildren().forEach(button -> button.getStyleClass().add("link"));
    frames.node().setId("stack");
    explanation.setId("stack-explanation");
    node = Section.of("STACK", buttons, explanation, blocked, frames.node());
    showStack();
    model.stackPhase().subscribe(this::showStack);
    model.stack().subscribe(this::showStack);
    model.stackMessage().subscribe(this::showStack);
    model.stackOffered().subscribe(this::showStack);
    model.instant().subscribe(this::showStack);
  }

  Region node() {
    return node;
  }

  private void showStack() {
    var stack = model.stack().get();
    boolean offered = model.stackOffered().get() && model.instant().get() == null;
    Labels.show(refresh, offered);
    Labels.show(follow, offered);
    Labels.show(copy, stack != null && !stack.frames().isEmpty());
    explanation.setText(explain(stack, offered));
    var on = stack == null ? null : stack.blockedOn();
    blocked.setText(on == null ? "" : "Waits for " + on);
    Labels.show(blocked, on != null);
    frames.show(stack == null ? List.of() : stack.frames());
  }

  private String explain(@Nullable TaskStack stack, boolean offered) {
    var past = model.instant().get();
    if (past != null) {
      return "A stack is read from the program as it is now: none is known of " + Instants.seconds(past) + '.';
    }
    if (!offered && model.isRecording()) {
      return "A recording holds what the program told by itself, and so no stacks.";
    }
    if (!offered) {
      return "This program speaks the tokio-console protocol alone, which carries no stacks.";
    }
    return switch (model.stackPhase().get()) {
      case NONE -> "Press Refresh to read where the task is.";
      case LOADING -> "Loading…";
      case FAILED -> model.stackMessage().get();
      case SHOWN -> stack == null ? "" : sentence(stack.explanation()) + " " + taken(stack);
    };
  }

  private static String sentence(String text) {
    return text.isEmpty() || text.endsWith(".") ? text : text + '.';
  }

  private static String taken(TaskStack stack) {
    var state = stack.threadState();
    return "Taken at " + Instants.millis(stack.at()) + (state == null ? "." : ", thread state " + state + '.');
  }

  private void copy() {
    var stack = model.stack().get();
    if (stack != null) {
      CopyKeys.put(stack.frames().stream().map(frame -> "\tat " + Frames.full(frame))
          .collect(Collectors.joining("\n", stack.explanation() + "\n", "\n")));
    }
  }
}
