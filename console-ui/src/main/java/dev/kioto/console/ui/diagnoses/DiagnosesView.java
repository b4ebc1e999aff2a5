package dev.kioto.console.ui.diagnoses;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.parts.CopyKeys;
import dev.kioto.console.ui.parts.Copyable;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The list of diagnoses and, below it, the chosen one. UI thread only.
public final class DiagnosesView {
  private static final double LIST_SHARE = 0.42;

  private final DiagnosesViewModel model;
  private final ListView<Diagnosis> list = new ListView<>();
  private final EmptyState empty = new EmptyState();
  private final SplitPane split = new SplitPane();
  private final DiagnosisPanel panel;
  private final VBox node;
  // While the list follows the model, its own changes are no choice of the user's.
  private boolean following;

  /// @param openTask is told the id and the name of a task that is clicked on
  /// @param goTo is told of the diagnosis to whose beginning the window is to go
  public DiagnosesView(DiagnosesViewModel model, BiConsumer<String, String> openTask, Consumer<Diagnosis> goTo) {
    this.model = model;
    panel = new DiagnosisPanel(model, openTask, goTo);
    list.setId("diagnoses");
    list.getStyleClass().add("diagnosis-list");
    list.setItems(model.rows());
    list.setCellFactory(_ -> new DiagnosisCell());
    CopyKeys.install(list, this::copyable);
    CopyKeys.install(panel.node(), this::copyable);
    list.setOnContextMenuRequested(event -> {
      var menu = new ContextMenu(CopyKeys.items(copyable()).toArray(MenuItem[]::new));
      menu.setId("row-menu");
      menu.setAutoHide(true);
      menu.show(list, event.getScreenX(), event.getScreenY());
      event.consume();
    });
    list.setAccessibleText("Diagnoses, the worst first");
    list.getSelectionModel().selectedItemProperty().subscribe((_, now) -> {
      if (!following && now != null) {
        model.choose(now);
      }
    });
    split.setOrientation(Orientation.VERTICAL);
    split.getItems().add(list);
    var stack = new StackPane(split, empty.node());
    VBox.setVgrow(stack, Priority.ALWAYS);
    node = new VBox(header(), problem(), stack);
    node.getStyleClass().add("diagnoses");
    model.content().subscribe(this::showContent);
    follow();
    model.clearedCount().subscribe(_ -> showContent(model.content().get()));
    model.instant().subscribe(_ -> showContent(model.content().get()));
    model.chosen().subscribe((before, now) -> {
      follow();
      // Only a new choice is brought into view: news that come in move nothing.
      if (now != null && (before == null || !before.id().equals(now.id())) && model.place() >= 0) {
        list.scrollTo(Math.max(0, model.place() - 2));
      }
    });
    // A change listener, and after the list's own, which forgets the selection.
    model.rows().addListener((ListChangeListener<Diagnosis>) _ -> follow());
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Gives the keyboard to the list.
  public void focus() {
    list.requestFocus();
  }

  /// Greys the list while it is not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> node.pseudoClassStateChanged(Shapes.STALE, is));
  }

  private @Nullable Copyable copyable() {
    var chosen = model.chosen().get();
    return chosen == null ? null : Copyable.of(() -> DiagnosisText.of(chosen), chosen);
  }

  private Region header() {
    var title = Terms.explained(Labels.rigid("Diagnoses", "view-title"));
    var summary = Labels.of("", "view-note");
    summary.setId("diagnoses-summary");
    summary.textProperty().bind(Bindings.createStringBinding(
        () -> !model.summary().get().isEmpty() ? model.summary().get()
            : model.instant().get() == null ? "nothing is wrong now" : "nothing was wrong then",
        model.summary(), model.instant()));
    summary.visibleProperty().bind(model.content().isNotEqualTo(DiagnosesViewModel.Content.NO_TARGET));
    var cleared = new CheckBox();
    cleared.setId("show-cleared");
    cleared.selectedProperty().bindBidirectional(model.showCleared());
    cleared.textProperty()
        .bind(model.clearedCount().map(count -> "Cleared ones too (" + Counts.text(count.intValue()) + ')'));
    // What stood at an instant had not been cleared then.
    model.instant().subscribe(past -> Labels.show(cleared, past == null));
    var line = new HBox(12, title, summary, Labels.spring(), silenced(), cleared);
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("view-header");
    return line;
  }

  private Region silenced() {
    var words = Labels.of("", "view-note");
    var undo = new Button("Undo");
    undo.setId("undo-silence");
    undo.getStyleClass().add("link");
    undo.setOnAction(_ -> model.undoSilence());
    var line = new HBox(4, words, undo);
    line.setAlignment(Pos.CENTER_LEFT);
    model.silenced().subscribe(silence -> {
      Labels.show(line, silence != null);
      words.setText(silence == null ? "" : silence.detector() + " is silent at " + silence.site());
    });
    return line;
  }

  private Region problem() {
    var words = Labels.wrapped("", "notice");
    words.setId("diagnoses-problem");
    words.textProperty().bind(model.problem());
    model.problem().subscribe(text -> Labels.show(words, !text.isEmpty()));
    words.setMaxWidth(Double.MAX_VALUE);
    return words;
  }

  private void showContent(DiagnosesViewModel.Content content) {
    Labels.show(empty.node(), content != DiagnosesViewModel.Content.ROWS && model.chosen().get() == null);
    switch (content) {
      case NO_TARGET ->
          empty.show("No program attached", "Attach one at the left: what is wrong with it appears here.", "");
      case WAITING -> empty.show("Looking", "The first answer is on its way.", "");
      case NOTHING -> {
        if (model.instant().get() != null) {
          empty.show("Nothing was wrong then", "No detector had found anything that stood at this instant.", "");
          return;
        }
        empty.show("Nothing is wrong", model.clearedCount().get() == 0
            ? "Everything that Kioto looks for twice a second was not there: stuck and starving tasks, deadlocks, long polls, "
                + "lost wakers and more. To see what a find looks like, run:"
            : Counts.of(model.clearedCount().get(), "thing")
                + " found before, and cleared: tick the box above to see what.",
            model.clearedCount().get() == 0 ? "./kioto demo trouble starved" : "");
      }
      case ROWS -> {
      }
    }
  }

  private void follow() {
    following = true;
    int place = model.place();
    if (place < 0) {
      list.getSelectionModel().clearSelection();
    } else if (list.getSelectionModel().getSelectedIndex() != place) {
      list.getSelectionModel().select(place);
    }
    following = false;
    boolean open = model.chosen().get() != null;
    if (open && split.getItems().size() == 1) {
      split.getItems().add(panel.node());
      split.setDividerPositions(LIST_SHARE);
    } else if (!open && split.getItems().size() == 2) {
      split.getItems().remove(panel.node());
    }
    showContent(model.content().get());
  }
}
