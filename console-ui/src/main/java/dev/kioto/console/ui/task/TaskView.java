package dev.kioto.console.ui.task;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.ui.chart.Tone;
import dev.kioto.console.ui.parts.CopyKeys;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
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
  private final TaskLinks links;
  private final FieldSection fields = new FieldSection();
  private final Label notice = Labels.wrapped("", "notice");

  /// @param close what the cross does
  public TaskView(TaskViewModel model, Theme theme, Runnable close, TaskLinks links) {
    this.model = model;
    this.links = links;
    head = new HeadSection(menu(), close, links::openEvidence, links::goToRaised);
    why = new WhySection(model, links::openTask);
    times = new TimeSection(theme);
    polls = new HistogramSection("POLL TIME", "How long its polls took.", theme, Tone.RUNNING);
    waits = new HistogramSection("SCHEDULED TIME", "How long it waited from a wake to the poll.", theme,
        Tone.SCHEDULED);
    stack = new StackSection(model);
    CopyKeys.install(node, () -> TaskText.of(model));
    notice.setId("task-notice");
    content.getStyleClass().add("task-detail");
    content.getChildren().setAll(head.node(), new CancelBar(model).node(), notice, head.warnings(), why.node(),
        times.node(), counts.node(),
        polls.node(),
        waits.node(), stack.node(), fields.node());
    content.getChildren().addAll(new RelationSections(model, links).nodes());
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

  private MenuButton menu() {
    var menu = new MenuButton("⋯");
    menu.setId("task-menu");
    menu.getStyleClass().add("more");
    menu.setAccessibleText("What can be done with the task");
    menu.setOnShowing(_ -> menu.getItems().setAll(items()));
    return menu;
  }

  private List<MenuItem> items() {
    var items = new ArrayList<MenuItem>();
    var task = model.task().get();
    var children = new MenuItem("List the tasks that it has spawned");
    children.setDisable(task == null);
    children.setOnAction(_ -> links.listChildren(model.shownId().get()));
    boolean lives = task != null && task.droppedAt() == null;
    boolean past = model.instant().get() != null;
    boolean allowed = model.cancelling().allowed().get();
    var cancel = new MenuItem(
        !allowed ? "Cancel (needs the right to act)" : past ? "Cancel (in the present alone)" : "Cancel…");
    cancel.setId("task-cancel");
    cancel.setDisable(!lives || !allowed || past);
    cancel.setOnAction(_ -> {
      scroll.setVvalue(0);
      model.cancelling().want();
    });
    items.add(children);
    items.add(new SeparatorMenuItem());
    items.addAll(CopyKeys.items(TaskText.of(model)));
    items.add(new SeparatorMenuItem());
    items.add(cancel);
    return items;
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
