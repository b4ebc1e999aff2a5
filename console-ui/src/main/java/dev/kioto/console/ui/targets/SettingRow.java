package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Setting;
import dev.kioto.console.ui.parts.TextLimit;
import dev.kioto.console.ui.targets.SettingsViewModel.Place;
import dev.kioto.console.ui.theme.Labels;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// One setting of a runtime: its value, which a click lets be typed where it can be changed, and below it why a value was not taken. UI
/// thread only.
final class SettingRow {
  private static final PseudoClass STANDARD = PseudoClass.getPseudoClass("standard");
  private static final int MOST = 1_000; // characters of a value

  private final SettingsViewModel model;
  private final Place place;
  private final Label title;
  private final Label fixed = Labels.of("", "value", "setting-value");
  private final Button changeable = new Button();
  private final TextField field = new TextField();
  private final Button set = new Button("Set");
  private final Label problem = Labels.wrapped("", "attach-error", "setting-problem");
  private final HBox typed = new HBox(6, field, set);
  private final VBox value = new VBox(3, fixed, changeable, typed, problem);
  private final Tooltip meaning = Labels.tooltip("");
  private final Subscription listening;
  private Setting shown;

  SettingRow(SettingsViewModel model, String runtimeId, Setting setting) {
    this.model = model;
    shown = setting;
    place = new Place(runtimeId, setting.name());
    title = Labels.rigid(setting.name(), "label");
    title.setTooltip(meaning);
    fixed.setTooltip(meaning);
    changeable.setId("setting-" + setting.name());
    changeable.getStyleClass().addAll("link", "setting-value");
    changeable.setTooltip(meaning);
    changeable.setOnAction(_ -> model.edit(place));
    TextLimit.install(field, MOST);
    field.setAccessibleText("New value of " + setting.name());
    field.getStyleClass().add("setting-field");
    field.setOnAction(_ -> model.apply(field.getText()));
    field.setOnKeyPressed(event -> {
      if (event.getCode() == KeyCode.ESCAPE) {
        model.leave();
        event.consume();
      }
    });
    HBox.setHgrow(field, Priority.ALWAYS);
    set.setMinWidth(Region.USE_PREF_SIZE);
    set.setOnAction(_ -> model.apply(field.getText()));
    set.textProperty().bind(Bindings.when(model.asking()).then("…").otherwise("Set"));
    set.disableProperty().bind(model.asking());
    typed.setAlignment(Pos.CENTER_LEFT);
    typed.setMaxWidth(Double.MAX_VALUE);
    Labels.show(typed, false);
    listening = Subscription.combine(model.edited().subscribe(_ -> arrange()),
        model.allowed().subscribe(_ -> arrange()),
        model.problem().subscribe(_ -> arrange()));
    show(setting);
  }

  /// Listens no more: call when it is put away.
  void leave() {
    listening.unsubscribe();
  }

  /// What stands in a line: the name, and the value.
  List<Node> cells() {
    return List.of(title, value);
  }

  void show(Setting setting) {
    shown = setting;
    fixed.setText(setting.value());
    fixed.pseudoClassStateChanged(STANDARD, !setting.changed());
    changeable.setText(setting.value());
    changeable.pseudoClassStateChanged(STANDARD, !setting.changed());
    changeable.setAccessibleText(setting.name() + " is " + setting.value() + ": change it");
    arrange();
  }

  private void arrange() {
    boolean edits = place.equals(model.edited().get());
    boolean can = shown.canChange() && model.allowed().get();
    boolean begins = edits && !typed.isVisible();
    Labels.show(fixed, !edits && !can);
    Labels.show(changeable, !edits && can);
    Labels.show(typed, edits);
    problem.setText(edits ? model.problem().get() : "");
    Labels.show(problem, !problem.getText().isEmpty());
    meaning.setText(shown.description() + (shown.changed() ? "" : "\nThis is the default.") + "\n"
        + (!shown.canChange() ? "It is fixed as long as the program runs."
            : can ? "A click lets it be changed."
                : "It can be changed, when the collector has been shown the program's token for acting."));
    if (begins) {
      field.setText(shown.value());
      field.requestFocus();
      field.selectAll();
    }
  }
}
