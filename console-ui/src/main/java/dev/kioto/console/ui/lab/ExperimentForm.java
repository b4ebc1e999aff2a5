package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.LabOptions.DemoInfo;
import dev.kioto.console.ui.lab.ExperimentFormViewModel.Field;
import dev.kioto.console.ui.parts.TextLimit;
import dev.kioto.console.ui.theme.Labels;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// An experiment that is being written: what is run, what is varied, how often. What is wrong stands below the line where it belongs. UI
/// thread only.
final class ExperimentForm {
  private static final Duration TYPING_PAUSE = Duration.millis(400);
  private static final int MOST = 1_000; // characters of a line

  private final ExperimentFormViewModel model;
  private final PauseTransition typing = new PauseTransition(TYPING_PAUSE);
  private final ComboBox<String> demos;
  private final Label look = Labels.wrapped("", "lab-title");
  private final TextField command;
  private final Button begin = new Button("Begin");
  private final VBox node;

  /// @param leave closes the form
  ExperimentForm(ExperimentFormViewModel model, Runnable leave) {
    this.model = model;
    demos = choice(Field.DEMO, "form-demo", "The demo");
    command = line(Field.COMMAND, "form-command", "java -cp app.jar com.example.Server");
    typing.setOnFinished(_ -> model.ask());
    var content = new VBox(12, what(), varied(), fixed(), how());
    content.getStyleClass().addAll("lab-content", "lab-form");
    content.setMaxWidth(980);
    var scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("lab-page");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    node = new VBox(scroll, foot(leave));
    node.setId("lab-form");
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
    if (model.isCommand().get()) {
      command.requestFocus();
    } else {
      demos.requestFocus();
    }
  }

  private Region what() {
    var group = new ToggleGroup();
    var demo = kind(group, "form-kind-demo", "A demo", false);
    var other = kind(group, "form-kind-command", "A command", true);
    var kinds = new HBox(2, demo, other);
    var none = Labels
        .wrapped("This server runs demos alone for its clients: 'kioto console' and 'kioto server --lab-commands' "
            + "run commands.", "lab-title");
    model.options().subscribe(options -> {
      demos.getItems().setAll(options.demos().stream().map(DemoInfo::name).toList());
      other.setDisable(!options.commands());
      Labels.show(none, !options.demos().isEmpty() && !options.commands());
      showLook();
    });
    model.text(Field.DEMO).subscribe(_ -> showLook());
    var ofDemo = new VBox(8, row(labelled("Demo", demos, Field.DEMO),
        labelled("Its options", line(Field.DEMO_OPTIONS, "form-demo-options", "--size 64 --rate 2"), null)), look,
        none);
    var ofCommand = new VBox(8, labelled("Command that starts a JVM", command, Field.COMMAND),
        row(labelled("Ready when",
            choice(Field.READY_BY, "form-ready-by", "By what it shows that it is ready", "", "line",
                "port", "http"),
            null),
            labelled("A line with this, this port, this address",
                line(Field.READY, "form-ready", "when its console can be attached to"), Field.READY),
            labelled("Folder", line(Field.FOLDER, "form-folder", "that of the server"), Field.FOLDER)));
    var load = row(labelled("Load generator", line(Field.LOAD, "form-load",
        "wrk -t1 -c64 -d{seconds}s --latency http://127.0.0.1:8080/"), Field.LOAD),
        labelled("Its output is of",
            choice(Field.LOAD_OUTPUT, "form-load-output", "How the load's output is read", "none",
                "wrk", "redis-benchmark"),
            Field.LOAD_OUTPUT));
    model.options().subscribe(options -> Labels.show(load, options.commands()));
    model.isCommand().subscribe(is -> {
      Labels.show(ofDemo, !is);
      Labels.show(ofCommand, is);
      (is ? other : demo).setSelected(true);
    });
    var name = labelled("Name", line(Field.NAME, "form-name", "what it is run to find out"), Field.NAME);
    return section("What is run", kinds, ofDemo, ofCommand, load, name);
  }

  private void showLook() {
    var name = model.text(Field.DEMO).get();
    look.setText(model.options().get().demos().stream().filter(each -> each.name().equals(name)).map(DemoInfo::look)
        .findFirst().orElse(""));
    Labels.show(look, !look.getText().isEmpty());
  }

  private ToggleButton kind(ToggleGroup group, String id, String text, boolean isCommand) {
    var button = new ToggleButton(text);
    button.setId(id);
    button.getStyleClass().add("link");
    button.setToggleGroup(group);
    button.setOnAction(_ -> {
      button.setSelected(true);
      model.isCommand().set(isCommand);
      model.ask();
    });
    return button;
  }

  private Region varied() {
    var lines = new SettingLines(model, model.varied(), "form-varied", "on, off", this::typed);
    var problem = problem();
    model.problems().subscribe(all -> say(problem, all.getOrDefault("vary", "")));
    return section("What is varied: every combination of the values is run", lines.node(), problem);
  }

  private Region fixed() {
    var lines = new SettingLines(model, model.fixed(), "form-fixed", "its value", this::typed);
    return section("The same in all runs", lines.node());
  }

  private Region how() {
    var numbers = new FlowPane(12, 8,
        narrow(labelled("Rounds", line(Field.ROUNDS, "form-rounds", "8"), Field.ROUNDS)),
        narrow(labelled("Warm-up", line(Field.WARM_UP, "form-warm-up", "3s"), Field.WARM_UP)),
        narrow(labelled("Measured for", line(Field.DURATION, "form-duration", "10s"), Field.DURATION)),
        narrow(labelled("Records",
            choice(Field.LEVEL, "form-level", "What the program records", "off", "counts", "tasks",
                "trace"),
            Field.LEVEL)),
        wide(labelled("Compared to", line(Field.BASELINE, "form-baseline", "the first combination"), Field.BASELINE)));
    return section("How it is measured", numbers,
        Labels.wrapped("Fewer than six rounds can show no difference.", "lab-title"));
  }

  private Region foot(Runnable leave) {
    var summary = Labels.of("", "form-summary");
    summary.setId("form-summary");
    summary.textProperty().bind(model.summary());
    var problem = problem();
    problem.setId("form-problem");
    problem.setMaxWidth(Double.MAX_VALUE);
    model.problem().subscribe(text -> say(problem, text));
    begin.setId("form-begin");
    begin.getStyleClass().add("primary");
    begin.setMinWidth(Region.USE_PREF_SIZE);
    begin.setTooltip(Labels.tooltip("Begin the experiment (Ctrl+Enter)"));
    begin.disableProperty().bind(model.ready().not().or(model.beginning()));
    begin.setOnAction(_ -> model.begin());
    var cancel = new Button("Cancel");
    cancel.setId("form-cancel");
    cancel.getStyleClass().add("pill");
    cancel.setMinWidth(Region.USE_PREF_SIZE);
    cancel.setOnAction(_ -> leave.run());
    var line = new HBox(10, summary, Labels.spring(), cancel, begin);
    line.setAlignment(Pos.CENTER_LEFT);
    var foot = new VBox(8, problem, line);
    foot.getStyleClass().add("form-foot");
    return foot;
  }

  private void typed() {
    typing.playFromStart();
  }

  private TextField line(Field field, String id, String prompt) {
    var text = new TextField();
    text.setId(id);
    text.setPromptText(prompt);
    TextLimit.install(text, MOST);
    text.textProperty().bindBidirectional(model.text(field));
    text.textProperty().subscribe((_, _) -> typed());
    return text;
  }

  private ComboBox<String> choice(Field field, String id, String meaning, String... values) {
    var box = new ComboBox<String>();
    box.setId(id);
    box.setAccessibleText(meaning);
    box.getItems().setAll(values);
    box.setMaxWidth(Double.MAX_VALUE);
    box.setValue(model.text(field).get());
    model.text(field).subscribe(box::setValue);
    box.valueProperty().subscribe(value -> {
      if (value != null && !value.equals(model.text(field).get())) {
        model.text(field).set(value);
        typed();
      }
    });
    return box;
  }

  // A line with its name above, and what is wrong with it below.
  private Region labelled(String name, Region control, @Nullable Field field) {
    var label = Labels.of(name, "lab-title");
    label.setLabelFor(control);
    if (control.getAccessibleText() == null) {
      control.setAccessibleText(name);
    }
    var box = new VBox(3, label, control);
    if (field != null) {
      var problem = problem();
      model.problems().subscribe(_ -> say(problem, model.problemOf(field)));
      box.getChildren().add(problem);
    }
    HBox.setHgrow(box, Priority.ALWAYS);
    return box;
  }

  static Label problem() {
    var label = Labels.wrapped("", "form-problem");
    Labels.show(label, false);
    return label;
  }

  static void say(Label problem, String text) {
    problem.setText(text);
    Labels.show(problem, !text.isEmpty());
  }

  private static Region narrow(Region box) {
    box.setPrefWidth(150);
    return box;
  }

  private static Region wide(Region box) {
    box.setPrefWidth(240);
    return box;
  }

  private static HBox row(Node... parts) {
    return new HBox(14, parts);
  }

  private static Region section(String title, Node... parts) {
    var all = new VBox(8, Labels.of(title, "form-section"));
    all.getChildren().addAll(List.of(parts));
    all.getStyleClass().add("lab-panel");
    return all;
  }
}
