package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.RunInfo;
import dev.kioto.console.api.RuntimeInfo;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.link.TargetFacts;
import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One target: what it is, can do, records, has lost, and how it is set. UI thread only.
public final class TargetPanel {
  private static final int MOST_RUNS = 5;

  private final Region shape = Shapes.of(Shapes.RING);
  private final Label name = Labels.of("", "panel-title");
  private final Label state = Labels.rigid("", "view-note");
  private final Label error = Labels.wrapped("", "notice");
  private final GridPane facts = grid();
  private final GridPane capabilities = grid();
  private final VBox losses = new VBox(3);
  private final SettingsSection settings;
  private final VBox runs = new VBox(3);
  private final Label problem = Labels.wrapped("", "explanation");
  private final Region settingsSection;
  private final Region runSection;
  private final ScrollPane scroll;
  private final VBox node;
  private List<?> shownCapabilities = List.of();
  private List<?> shownLosses = List.of("");

  /// @param detach is told of a target that is to be forgotten
  public TargetPanel(TargetPanelViewModel model, Consumer<Target> detach) {
    var close = new Button("×");
    close.setId("close-target");
    close.getStyleClass().add("icon");
    close.setAccessibleText("Close");
    close.setTooltip(Labels.tooltip("Close (Esc)"));
    close.setOnAction(_ -> model.close());
    var off = new Button("Detach");
    off.setId("target-detach");
    off.getStyleClass().add("link");
    off.setMinWidth(Region.USE_PREF_SIZE);
    off.setTooltip(Labels.tooltip("The console forgets the program; the program runs on undisturbed."));
    off.setOnAction(_ -> {
      var target = model.target().get();
      if (target != null) {
        detach.accept(target);
      }
    });
    var head = new HBox(9, shape, name, state, Labels.spring(), off, close);
    head.setAlignment(Pos.CENTER_LEFT);
    name.setMinWidth(30);
    error.setId("target-error");
    losses.setId("target-losses");
    settings = new SettingsSection(model.settings());
    settingsSection = Section.of("SETTINGS", new Region(), settings.node());
    runSection = Section.of("RUNS", new Region(), runs);
    var content = new VBox(14, error, facts, Section.of("RECORDING", new Region(), new LevelBar(model.level()).node()),
        Section.of("WHAT IT CAN TELL", new Region(), capabilities), Section.of("LOST", new Region(), losses),
        runSection, settingsSection, problem);
    content.setMinWidth(0);
    content.getStyleClass().add("target-facts");
    scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("detail-scroll");
    head.getStyleClass().add("target-head");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    node = new VBox(head, scroll);
    node.setId("target-panel");
    node.getStyleClass().add("target-panel");
    Labels.show(node, false);
    model.target().subscribe(this::show);
    model.facts().subscribe(this::showFacts);
  }

  /// The node to put over a window.
  public Region node() {
    return node;
  }

  private static GridPane grid() {
    var grid = new GridPane();
    grid.getStyleClass().add("numbers");
    grid.setHgap(10);
    grid.setVgap(4);
    return grid;
  }

  private void show(@Nullable Target target) {
    boolean opened = target != null && !node.isVisible();
    Labels.show(node, target != null);
    if (target == null) {
      return;
    }
    if (opened) {
      scroll.setVvalue(0);
    }
    name.setText(Texts.line(target.name()));
    state.setText(TargetText.word(target.state()) + "  ·  " + TargetText.kind(target));
    TargetRow.show(shape, target.state());
    var why = target.error();
    error.setText(why == null ? "" : why + "\nIt is tried again by itself, after five seconds at the latest.");
    Labels.show(error, target.state() != TargetState.CONNECTED && why != null);
    facts.getChildren().clear();
    fact("address", target.address());
    fact("process", target.pid() == null ? null : "pid " + target.pid());
    fact("machine", target.platform());
    fact("version", target.version());
    fact("since", target.startedAt() == null ? null : Instants.seconds(target.startedAt()));
    fact("attached", Instants.seconds(target.attachedAt()));
    fact("tasks", Counts.text(target.tasks().total()) + " kept, " + Counts.text(target.tasks().completed())
        + " of them ended");
    if (!target.capabilities().equals(shownCapabilities) || capabilities.getChildren().isEmpty()) {
      shownCapabilities = target.capabilities();
      showCapabilities(target);
    }
    var lost = TargetText.losses(target);
    if (!lost.equals(shownLosses)) {
      shownLosses = lost;
      losses.getChildren().setAll(lost.isEmpty() ? List.of(Labels.wrapped("Nothing. All that it told was kept.",
          "explanation")) : lost.stream().map(line -> Labels.wrapped(line, "outliers")).toList());
    }
  }

  private void fact(String title, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      var words = Labels.of(Texts.line(value), "value");
      words.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
      words.setTooltip(Labels.tooltip(value));
      facts.addRow(facts.getRowCount(), Labels.rigid(title, "label"), words);
    }
  }

  private void showCapabilities(Target target) {
    capabilities.getChildren().clear();
    int row = 0;
    for (var capability : Capability.values()) {
      boolean can = target.can(capability);
      var sign = Shapes.of(can ? Shapes.CHECK : Shapes.CROSS);
      sign.getStyleClass().add(can ? "can" : "cannot");
      var words = Labels.wrapped(can ? TargetText.meaning(capability) : TargetText.lacking(capability, target),
          "explanation");
      var title = Labels.rigid(TargetText.title(capability), can ? "capability" : "label");
      title.setTooltip(Labels.tooltip(TargetText.title(capability) + ": " + TargetText.meaning(capability)));
      GridPane.setValignment(sign, VPos.TOP);
      GridPane.setMargin(sign, new Insets(3, 0, 0, 0));
      GridPane.setValignment(title, VPos.TOP);
      capabilities.addRow(row++, sign, title, words);
    }
  }

  private void showFacts(@Nullable TargetFacts told) {
    problem.setText(told == null ? "" : told.problem());
    Labels.show(problem, told != null && !told.problem().isEmpty());
    var known = told == null ? List.<RuntimeInfo>of() : told.runtimes();
    Labels.show(settingsSection, !known.isEmpty());
    settings.show(known);
    var lives = told == null ? List.<RunInfo>of() : told.runs();
    Labels.show(runSection, !lives.isEmpty());
    runs.getChildren().setAll(lives.stream().limit(MOST_RUNS).map(TargetPanel::run).toList());
  }

  private static Node run(RunInfo run) {
    var since = run.startedAt() == null ? run.firstSeenAt() : run.startedAt();
    var replaced = run.replacedAt();
    return Labels.wrapped("from " + Instants.seconds(since)
        + (replaced == null ? ", the present one" : " to " + Instants.seconds(replaced))
        + (run.pid() == null ? "" : ", pid " + run.pid()) + ", " + Counts.of(run.tasks().total(), "task")
        + " kept", "explanation");
  }
}
