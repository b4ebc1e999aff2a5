package dev.kioto.console.ui.task;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.Warning;
import dev.kioto.console.ui.chart.Tone;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The detail pane: one task, from what is wrong with it to what it is doing now. UI thread only.
public final class TaskView {
  private final StackPane node = new StackPane();
  private final VBox content = new VBox();
  private final ScrollPane scroll = new ScrollPane(content);
  private final EmptyState empty = new EmptyState();
  private final HeadSection head;
  private final TimeSection times;
  private final CountSection counts = new CountSection();
  private final HistogramSection polls;
  private final HistogramSection waits;
  private final StackSection stack;
  private final WhySection why;
  private final TaskViewModel model;
  private final FieldSection fields = new FieldSection();
  private final Label notice = Labels.wrapped("", "notice");

  /// @param close what the cross does
  /// @param openTask is told the id of another task that is clicked on
  /// @param evidence is told of a warning whose evidence is wanted
  /// @param raised is told of a warning whose beginning is wanted
  public TaskView(TaskViewModel model, Theme theme, Runnable close, Consumer<String> openTask,
      Consumer<Warning> evidence, Consumer<Warning> raised) {
    this.model = model;
    head = new HeadSection(close, evidence, raised);
    why = new WhySection(model, openTask);
    times = new TimeSection(theme);
    polls = new HistogramSection("POLL TIME", "How long its polls took.", theme, Tone.RUNNING);
    waits = new HistogramSection("SCHEDULED TIME", "How long it waited from a wake to the poll.", theme,
        Tone.SCHEDULED);
    stack = new StackSection(model);
    notice.setId("task-notice");
    content.getStyleClass().add("task-detail");
    content.getChildren().setAll(head.node(), notice, head.warnings(), why.node(), times.node(), counts.node(),
        polls.node(),
        waits.node(), stack.node(), fields.node());
    content.setMinWidth(0);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("detail-scroll");
    node.setId("task");
    node.getStyleClass().add("detail");
    node.getChildren().setAll(scroll, empty.node());
    empty.show("Select a task", "Click a row, or use the arrow keys and Enter. Its times, distributions and stack "
        + "appear here.", "");
    model.phase().subscribe(this::showPhase);
    model.message().subscribe(this::showNotice);
    model.task().subscribe(task -> showTask(task, Instant.now()));
    model.detail().subscribe(this::showDetail);
    model.instant().subscribe(past -> {
      polls.setPast(past != null);
      waits.setPast(past != null);
    });
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Greys the numbers while they are not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> content.pseudoClassStateChanged(Shapes.STALE, is));
  }

  private void showPhase(TaskViewModel.Phase phase) {
    Labels.show(empty.node(), phase == TaskViewModel.Phase.NONE);
    Labels.show(scroll, phase != TaskViewModel.Phase.NONE);
    polls.setLoading(phase == TaskViewModel.Phase.LOADING);
    waits.setLoading(phase == TaskViewModel.Phase.LOADING);
    boolean old = phase == TaskViewModel.Phase.GONE || phase == TaskViewModel.Phase.FAILED;
    times.node().pseudoClassStateChanged(Shapes.STALE, old);
    counts.node().pseudoClassStateChanged(Shapes.STALE, old);
    if (phase == TaskViewModel.Phase.LOADING) {
      scroll.setVvalue(0);
      if (model.task().get() == null) {
        head.showUnknown(model.shownId().get());
      }
    }
  }

  private void showNotice(String message) {
    notice.setText(message);
    Labels.show(notice, !message.isEmpty());
  }

  private void showTask(@Nullable Task task, Instant asOf) {
    if (task == null) {
      return;
    }
    head.show(task);
    times.show(task);
    counts.show(task, asOf);
    fields.show(task.fields());
  }

  private void showDetail(@Nullable TaskDetail detail) {
    polls.show(detail == null ? null : detail.pollTimes());
    waits.show(detail == null ? null : detail.scheduledTimes());
    if (detail != null) {
      showTask(detail.task(), detail.asOf());
    }
  }
}
