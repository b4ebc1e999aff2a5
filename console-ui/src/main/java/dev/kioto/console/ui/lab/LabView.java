package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.ui.chart.Drawing;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.EmptyState;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The scheduler lab: the list of experiments, or one of them. UI thread only.
public final class LabView {
  private static final double TITLE = 460;

  private final LabViewModel model;
  private final ListView<Experiment> list = new ListView<>();
  private final EmptyState empty = new EmptyState();
  private final Button first = button("lab-first", "New experiment", "Write an experiment, and begin it (n)");
  private final ExperimentPane pane;
  private final ExperimentForm form;
  private final CompareForm compareForm;
  private final ExperimentActions actions;
  private final Label title = Labels.of("", "view-title");
  private final Label note = Labels.of("", "view-note");
  private final ProgressBar progress = new ProgressBar();
  private final Button back = button("lab-back", "Experiments", "All experiments (Esc)");
  private final Button report = button("lab-report", "Report (HTML)",
      "Save all of this as one page that needs nothing but itself (p)");
  private final VBox node;
  // While the list follows the model, its own changes are no choice of the user's.
  private boolean following;

  /// @param opener opens the recording of a run
  /// @param saveReport asks for a file and saves the report
  public LabView(LabViewModel model, Theme theme, RunOpener opener, Runnable saveReport) {
    this.model = model;
    pane = new ExperimentPane(model, theme, opener);
    form = new ExperimentForm(model.form(), model::back);
    compareForm = new CompareForm(model.compareForm(), model::back);
    actions = new ExperimentActions(model);
    first.setOnAction(_ -> model.write());
    empty.offer(first);
    title.setId("lab-title");
    title.setTooltip(Labels.tooltip(""));
    note.setId("lab-note");
    progress.setId("lab-progress");
    progress.setAccessibleText("How far the experiment is");
    back.setOnAction(_ -> model.back());
    report.setOnAction(_ -> saveReport.run());
    prepareList();
    var stack = new StackPane(list, pane.node(), form.node(), compareForm.node(), empty.node());
    VBox.setVgrow(stack, Priority.ALWAYS);
    node = new VBox(header(), notice(), message(), stack);
    node.getStyleClass().add("lab");
    node.setId("lab");
    model.content().subscribe(_ -> show());
    model.problem().subscribe(_ -> show());
    model.experiment().experiment().subscribe(_ -> show());
    model.experiments().addListener((ListChangeListener<Experiment>) _ -> show());
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Gives the keyboard to the list, or to the experiment.
  public void focus() {
    if (model.content().get() == LabViewModel.Content.FORM) {
      form.focus();
    } else if (model.content().get() == LabViewModel.Content.COMPARE) {
      compareForm.focus();
    } else if (model.content().get() == LabViewModel.Content.EXPERIMENT) {
      pane.node().requestFocus();
    } else if (first.isVisible()) {
      first.requestFocus();
    } else {
      list.requestFocus();
    }
  }

  /// What a picture is taken of.
  public Drawing drawing() {
    return pane.drawing();
  }

  /// Greys the view while it is not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> node.pseudoClassStateChanged(Shapes.STALE, is));
  }

  private static Button button(String id, String text, String meaning) {
    var button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("pill");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setTooltip(Labels.tooltip(meaning));
    return button;
  }

  private Region header() {
    progress.setPrefWidth(150);
    progress.setMinWidth(110);
    title.setMinWidth(Region.USE_PREF_SIZE);
    title.setMaxWidth(TITLE);
    var line = new HBox(12, back, title, note, Labels.spring(), progress, actions.node(), report);
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("view-header");
    return line;
  }

  private Region notice() {
    var words = Labels.wrapped("", "notice");
    words.setId("lab-problem");
    words.textProperty().bind(model.problem());
    words.setMaxWidth(Double.MAX_VALUE);
    model.problem().subscribe(text -> Labels.show(words, !text.isEmpty()));
    return words;
  }

  private Region message() {
    var words = Labels.wrapped("", "picture-words");
    words.setId("lab-message");
    words.textProperty().bind(model.message());
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    var dismiss = new Button("×");
    dismiss.getStyleClass().add("icon");
    dismiss.setAccessibleText("Dismiss the message of the lab");
    dismiss.setOnAction(_ -> model.dismiss());
    var line = new HBox(10, words, dismiss);
    line.setAlignment(Pos.CENTER_LEFT);
    line.getStyleClass().add("picture-notice");
    model.message().subscribe(text -> Labels.show(line, !text.isEmpty()));
    model.refused().subscribe(is -> line.pseudoClassStateChanged(Shapes.WRONG, is));
    return line;
  }

  private void prepareList() {
    list.setId("experiments");
    list.getStyleClass().add("diagnosis-list");
    list.setAccessibleText("Experiments, the newest first");
    list.setItems(model.experiments());
    list.setCellFactory(_ -> new ExperimentCell());
    list.getSelectionModel().selectedItemProperty().subscribe((_, now) -> {
      if (!following && now != null) {
        model.choose(now);
      }
    });
    list.setOnMouseClicked(event -> {
      if (event.getButton() == MouseButton.PRIMARY && list.getSelectionModel().getSelectedItem() != null) {
        model.open();
      }
    });
    model.chosen().subscribe(_ -> follow());
    // A change listener, and after the list's own, which forgets the selection.
    model.experiments().addListener((ListChangeListener<Experiment>) _ -> follow());
  }

  private void follow() {
    following = true;
    int place = model.place();
    if (place < 0) {
      list.getSelectionModel().clearSelection();
    } else {
      list.getSelectionModel().select(place);
    }
    following = false;
  }

  private void show() {
    var content = model.content().get();
    var experiment = model.experiment().experiment().get();
    boolean open = content == LabViewModel.Content.EXPERIMENT && experiment != null;
    Labels.show(list, content == LabViewModel.Content.LIST);
    Labels.show(pane.node(), open);
    Labels.show(empty.node(), content == LabViewModel.Content.NOTHING || content == LabViewModel.Content.WAITING);
    boolean writes = content == LabViewModel.Content.FORM;
    boolean opensForm = writes && !form.node().isVisible();
    Labels.show(form.node(), writes);
    boolean compares = content == LabViewModel.Content.COMPARE;
    boolean opensCompare = compares && !compareForm.node().isVisible();
    Labels.show(compareForm.node(), compares);
    Labels.show(first, content == LabViewModel.Content.NOTHING);
    if (opensForm) {
      form.focus();
    } else if (opensCompare) {
      compareForm.focus();
    }
    Labels.show(back, open || writes || compares);
    Labels.show(report, open);
    Labels.show(progress, open && experiment.state() == Experiment.State.RUNNING);
    if (open) {
      pane.turnTo(experiment.id());
      showHead(experiment);
    } else {
      title.setText("Lab");
      Terms.explained(title);
      if (writes || compares) {
        title.setText(writes ? "New experiment" : "Compare without an experiment");
      }
      note.setText(content == LabViewModel.Content.LIST ? Counts.of(model.experiments().size(), "experiment") : "");
    }
    if (content == LabViewModel.Content.NOTHING) {
      empty.show("No experiment yet",
          "The lab runs the same program under several settings, in turn and several times, and shows what differs.",
          "");
    } else if (model.problem().get().isEmpty()) {
      empty.show("Looking", "The first answer is on its way.", "");
    } else {
      empty.show("The lab cannot be shown", "The window tries again by itself.", "");
    }
  }

  private void showHead(Experiment experiment) {
    title.setText(LabWords.title(experiment));
    title.setTooltip(Labels.tooltip(LabWords.title(experiment) + "\n" + LabWords.workload(experiment.spec())));
    note.setText(experiment.state() == Experiment.State.FINISHED ? LabWords.manner(experiment)
        : LabWords.progress(experiment));
    int all = experiment.order().size();
    progress.setProgress(all == 0 ? 0 : (double) experiment.runs().size() / all);
  }

  /// The file name to suggest for the report; null when there is none.
  public @Nullable String reportName() {
    var name = model.reportName();
    return name.isEmpty() ? null : name;
  }
}
