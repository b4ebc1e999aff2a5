package dev.kioto.console.ui.resources;

import dev.kioto.console.api.Resource;
import dev.kioto.console.ui.completion.CompletionList;
import dev.kioto.console.ui.completion.CompletionViewModel;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.parts.TextLimit;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.table.ColumnLayout;
import dev.kioto.console.ui.table.Slot;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What tasks wait for, as a table, and the chosen one below it. UI thread only.
public final class ResourcesView {
  private static final int MOST = 4_000; // characters; a server reads no longer filter
  private static final double TABLE_SHARE = 0.62;

  private final ResourcesViewModel model;
  private final TableView<Slot<Resource>> table;
  private final ColumnLayout<Slot<Resource>> columns;
  private final ResourcePanel panel;
  private final EmptyState empty = new EmptyState();
  private final SplitPane split = new SplitPane();
  private final TextField filter = new TextField();
  private final VBox node;

  /// @param openTask is told the id of a task that is clicked on
  public ResourcesView(ResourcesViewModel model, CompletionViewModel completion, Consumer<String> openTask) {
    this.model = model;
    table = ResourceTable.of(model);
    columns = new ColumnLayout<>(table, List.of(ResourceColumn.values()));
    panel = new ResourcePanel(model, openTask);
    split.setOrientation(Orientation.VERTICAL);
    split.getItems().add(table);
    var proposals = new CompletionList(filter, completion);
    var stack = new StackPane(split, empty.node());
    VBox.setVgrow(stack, Priority.ALWAYS);
    node = new VBox(header(), problem(), stack, proposals.node());
    node.getStyleClass().add("resources");
    model.list().slots().subscribe(this::showEmpty);
    model.list().answered().subscribe(_ -> showEmpty());
    model.hasTarget().subscribe(_ -> showEmpty());
    model.list().problem().subscribe(_ -> showEmpty());
    model.list().chosen().subscribe(resource -> showPanel(resource != null));
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Gives the keyboard to the table.
  public void focus() {
    table.requestFocus();
  }

  /// Gives the keyboard to the filter.
  public void focusFilter() {
    filter.requestFocus();
  }

  /// Greys the rows while they are not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> table.pseudoClassStateChanged(Shapes.STALE, is));
  }

  /// Takes remembered columns and order.
  public void restore(DesktopSettings.Table remembered) {
    columns.restore(remembered.columns());
    model.list().order().restore(List.of(ResourceColumn.values()), remembered);
  }

  /// Columns and order, to remember.
  public DesktopSettings.Table table() {
    return new DesktopSettings.Table(columns.layout(), model.list().order().column().get().name(),
        model.list().order().descending().get());
  }

  private Region header() {
    var count = Labels.rigid("", "view-note");
    count.setId("resource-count");
    count.textProperty().bind(Bindings.createStringBinding(
        () -> Counts.text(model.matched().get()) + " of " + Counts.text(model.total().get()), model.matched(),
        model.total()));
    TextLimit.install(filter, MOST);
    filter.setId("resource-filter");
    filter.setPromptText("type:Mutex waiters>3 location:Server.java");
    filter.setAccessibleText("Filter of resources");
    model.filterText().subscribe(text -> {
      if (!filter.getText().strip().equals(text)) {
        filter.setText(text);
      }
    });
    filter.setOnAction(_ -> {
      model.filter(filter.getText());
      focus();
    });
    HBox.setHgrow(filter, Priority.ALWAYS);
    var line = new HBox(12, Terms.explained(Labels.rigid("Resources", "view-title")), count, filter, parts(),
        columns.menu("resource-columns"));
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("view-header");
    return line;
  }

  private Region parts() {
    var group = new ToggleGroup();
    var line = new HBox(2);
    for (var part : ResourcesViewModel.Part.values()) {
      var button = new ToggleButton(part.title());
      button.setId("resources-" + part.name().toLowerCase(Locale.ROOT));
      button.getStyleClass().add("link");
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setToggleGroup(group);
      // The one that is chosen cannot be taken back: another has to be chosen.
      button.setOnAction(_ -> {
        model.part().set(part);
        button.setSelected(true);
      });
      model.part().subscribe(now -> button.setSelected(now == part));
      line.getChildren().add(button);
    }
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private Region problem() {
    var words = Labels.wrapped("", "notice");
    words.setId("resources-problem");
    words.textProperty().bind(model.list().problem());
    words.setMaxWidth(Double.MAX_VALUE);
    model.list().problem().subscribe(text -> Labels.show(words, !text.isEmpty()));
    return words;
  }

  private void showEmpty() {
    boolean none = model.list().rows().isEmpty();
    Labels.show(empty.node(), none && model.list().problem().get().isEmpty());
    if (!model.hasTarget().get()) {
      empty.show("No program attached", "Attach one at the left: what its tasks wait for appears here.", "");
    } else if (!model.list().answered().get()) {
      empty.show("Looking", "The first answer is on its way.", "");
    } else if (!model.filter().isEmpty()) {
      empty.show("No resource matches", "The filter lets none through:", model.filter());
    } else {
      empty.show("No resources", switch (model.part().get()) {
        case LIVE -> "The program has made no lock, channel, timer or socket of which it tells.";
        case HELD -> "No task holds anything now.";
        case WAITED -> "Nobody waits for a resource now.";
      }, "");
    }
  }

  private void showPanel(boolean open) {
    if (open && split.getItems().size() == 1) {
      split.getItems().add(panel.node());
      split.setDividerPositions(TABLE_SHARE);
    } else if (!open && split.getItems().size() == 2) {
      split.getItems().remove(panel.node());
    }
  }
}
