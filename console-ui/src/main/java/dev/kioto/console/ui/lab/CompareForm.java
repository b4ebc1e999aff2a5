package dev.kioto.console.ui.lab;

import dev.kioto.console.api.Target;
import dev.kioto.console.ui.parts.TextLimit;
import dev.kioto.console.ui.theme.Labels;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Chooses what is compared without an experiment: two targets, or stretches of what is kept of them. UI thread only.
final class CompareForm {
  private static final int MOST = 60; // characters of a line

  private final CompareFormViewModel model;
  private final ComboBox<Target> first;
  private final VBox node;

  /// @param leave closes the form
  CompareForm(CompareFormViewModel model, Runnable leave) {
    this.model = model;
    first = targets(model.one(), "compare-a");
    var time = line(model.duration(), "compare-duration", "30s");
    time.setPrefWidth(150);
    time.setMaxWidth(150);
    var content = new VBox(12,
        section("A: what the other is compared to", side(model.one(), first, "compare-a")),
        section("B", side(model.other(), targets(model.other(), "compare-b"), "compare-b")),
        section("Programs that run", labelled("Measured for", time)),
        Labels.wrapped(
            "Each side is one process in one stretch of time: what differs can come from these as well as from its settings. An "
                + "experiment tells them apart.",
            "lab-title"));
    content.getStyleClass().addAll("lab-content", "lab-form");
    content.setMaxWidth(980);
    VBox.setVgrow(content, Priority.ALWAYS);
    node = new VBox(content, foot(leave));
    node.setId("compare-form");
    node.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
      if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
        model.begin();
        event.consume();
      }
    });
  }

  Region node() {
    return node;
  }

  void focus() {
    first.requestFocus();
  }

  private Region side(CompareFormViewModel.Side side, ComboBox<Target> target, String id) {
    var from = line(side.from(), id + "-from", "");
    var to = line(side.to(), id + "-to", "");
    side.target().subscribe(chosen -> {
      boolean isRecording = chosen != null && chosen.playback() != null;
      from.setPromptText(isRecording ? "its beginning" : "now on");
      to.setPromptText(isRecording ? "its end" : "now");
      var meaning = isRecording ? "How long after its beginning (30s), or an instant"
          : "How long ago (5m), or an instant";
      from.setTooltip(Labels.tooltip(meaning));
      to.setTooltip(Labels.tooltip(meaning));
    });
    var box = labelled("Target", target);
    HBox.setHgrow(box, Priority.ALWAYS);
    return new HBox(14, box, labelled("From", from), labelled("To", to));
  }

  private ComboBox<Target> targets(CompareFormViewModel.Side side, String id) {
    var box = new ComboBox<Target>(model.targets());
    box.setId(id);
    box.setAccessibleText("Target");
    box.setMaxWidth(Double.MAX_VALUE);
    box.setConverter(new StringConverter<>() {
      @Override
      public String toString(@Nullable Target target) {
        return target == null ? "" : target.name().equals(target.address()) ? target.name()
            : target.name() + "   " + target.address();
      }

      @Override
      public @Nullable Target fromString(String text) {
        return null; // it cannot be typed into
      }
    });
    box.valueProperty().bindBidirectional(side.target());
    return box;
  }

  private static TextField line(StringProperty property, String id, String prompt) {
    var text = new TextField();
    text.setId(id);
    text.setPromptText(prompt);
    TextLimit.install(text, MOST);
    text.textProperty().bindBidirectional(property);
    return text;
  }

  private static VBox labelled(String name, Region control) {
    var label = Labels.of(name, "lab-title");
    label.setLabelFor(control);
    control.setAccessibleText(name);
    return new VBox(3, label, control);
  }

  private Region foot(Runnable leave) {
    var summary = Labels.of("", "form-summary");
    summary.setId("compare-summary");
    summary.textProperty().bind(model.summary());
    var problem = ExperimentForm.problem();
    problem.setId("compare-problem");
    problem.setMaxWidth(Double.MAX_VALUE);
    model.problem().subscribe(text -> ExperimentForm.say(problem, text));
    var begin = new Button("Compare");
    begin.setId("compare-begin");
    begin.getStyleClass().add("primary");
    begin.setMinWidth(Region.USE_PREF_SIZE);
    begin.setTooltip(Labels.tooltip("Measure both and compare (Ctrl+Enter)"));
    begin.disableProperty().bind(model.ready().not().or(model.beginning()));
    begin.setOnAction(_ -> model.begin());
    var cancel = new Button("Cancel");
    cancel.setId("compare-cancel");
    cancel.getStyleClass().add("pill");
    cancel.setMinWidth(Region.USE_PREF_SIZE);
    cancel.setOnAction(_ -> leave.run());
    var line = new HBox(10, summary, Labels.spring(), cancel, begin);
    line.setAlignment(Pos.CENTER_LEFT);
    var foot = new VBox(8, problem, line);
    foot.getStyleClass().add("form-foot");
    return foot;
  }

  private static Region section(String title, Region part) {
    var all = new VBox(8, Labels.of(title, "form-section"), part);
    all.getStyleClass().add("lab-panel");
    return all;
  }
}
