package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.LabOptions.SettingInfo;
import dev.kioto.console.ui.parts.TextLimit;
import dev.kioto.console.ui.theme.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// Settings that are being chosen, a line each: which, its values, and what it does. UI thread only.
final class SettingLines {
  private static final double NAME = 280;
  private static final int MOST = 1_000; // characters of a line

  private final ExperimentFormViewModel model;
  private final ObservableList<SettingLine> lines;
  private final String prompt;
  private final Runnable typed;
  private final VBox rows = new VBox(8);
  private final VBox node;
  private final Map<SettingLine, Row> shown = new HashMap<>();

  private record Row(Region node, Subscription listening) {}

  /// @param typed is told that something was typed
  SettingLines(ExperimentFormViewModel model, ObservableList<SettingLine> lines, String id, String prompt,
      Runnable typed) {
    this.model = model;
    this.lines = lines;
    this.prompt = prompt;
    this.typed = typed;
    var add = new Button("+ setting");
    add.setId(id + "-add");
    add.getStyleClass().add("link");
    add.setOnAction(_ -> {
      model.add(lines);
      rows.getChildren().getLast().lookup(".combo-box").requestFocus();
    });
    node = new VBox(8, rows, add);
    lines.addListener((ListChangeListener<SettingLine>) _ -> arrange());
    arrange();
  }

  Region node() {
    return node;
  }

  private void arrange() {
    var gone = new ArrayList<>(shown.keySet());
    gone.removeAll(lines);
    for (var line : gone) {
      var row = shown.remove(line);
      if (row != null) {
        row.listening().unsubscribe();
      }
    }
    rows.getChildren().setAll(lines.stream().map(line -> shown.computeIfAbsent(line, this::row).node()).toList());
    Labels.show(rows, !lines.isEmpty());
  }

  private Row row(SettingLine line) {
    var names = new ComboBox<String>();
    names.setAccessibleText("The setting");
    names.setPromptText("setting");
    names.setPrefWidth(NAME);
    names.setMinWidth(200);
    var values = new TextField();
    values.setAccessibleText("Its values, separated by commas");
    TextLimit.install(values, MOST);
    HBox.setHgrow(values, Priority.ALWAYS);
    var remove = new Button("×");
    remove.getStyleClass().add("icon");
    remove.setAccessibleText("Take the setting out");
    remove.setOnAction(_ -> model.remove(line));
    var meaning = Labels.wrapped("", "lab-title");
    var problem = ExperimentForm.problem();
    var top = new HBox(8, names, values, remove);
    top.setAlignment(Pos.CENTER_LEFT);
    var box = new VBox(3, top, meaning, problem);
    box.getStyleClass().add("form-setting");
    values.textProperty().bindBidirectional(line.values());
    var listening = Subscription.combine(
        model.options().subscribe(options -> {
          names.getItems().setAll(options.settings().stream().map(SettingInfo::name).toList());
          names.setValue(line.name().get());
          explain(line, meaning, values);
        }),
        names.valueProperty().subscribe(name -> {
          if (name != null && !name.equals(line.name().get())) {
            line.name().set(name);
            explain(line, meaning, values);
            typed.run();
          }
        }),
        values.textProperty().subscribe((_, _) -> typed.run()),
        model.problems().subscribe(_ -> ExperimentForm.say(problem, model.problemOf(line))));
    return new Row(box, listening);
  }

  private void explain(SettingLine line, Label meaning, TextField values) {
    var setting = model.setting(line.name().get());
    values.setPromptText(setting == null ? prompt : setting.wanted());
    meaning.setText(setting == null ? "" : setting.description()
        + (setting.standard().isEmpty() ? "" : " Unless told: " + setting.standard() + "."));
    Labels.show(meaning, !meaning.getText().isEmpty());
  }
}
