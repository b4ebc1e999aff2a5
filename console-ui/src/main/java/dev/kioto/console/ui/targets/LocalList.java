package dev.kioto.console.ui.targets;

import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.ArrayList;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What runs on the server's machine and is no target yet: a click attaches. JVMs that serve no console are folded in, with what would
/// help. UI thread only.
final class LocalList {
  private static final int MOST = 12;

  private final LocalViewModel model;
  private final Consumer<LocalProgram> attach;
  private final Button title = new Button();
  private final VBox list = new VBox(1);
  private final VBox node = new VBox(title, list);
  private boolean plainOpen;

  /// @param attach is told of a program that is clicked on
  LocalList(LocalViewModel model, Consumer<LocalProgram> attach) {
    this.model = model;
    this.attach = attach;
    node.setId("local");
    title.setId("local-title");
    title.getStyleClass().addAll("side-title", "side-fold");
    title.setMaxWidth(Double.MAX_VALUE);
    title.setTooltip(
        Labels.tooltip("Programs on the server's machine, looked for every few seconds while this is open."));
    title.setOnAction(_ -> model.open().set(!model.open().get()));
    model.open().subscribe(_ -> show());
    model.programs().subscribe(_ -> show());
    model.plain().subscribe(_ -> show());
    model.problem().subscribe(_ -> show());
    model.answered().subscribe(_ -> show());
  }

  Region node() {
    return node;
  }

  private void show() {
    boolean open = model.open().get();
    title.setText((open ? "▾ " : "▸ ") + "ON THIS MACHINE");
    Labels.show(list, open);
    var nodes = new ArrayList<Node>();
    if (!model.problem().get().isEmpty()) {
      nodes.add(Labels.wrapped(model.problem().get(), "side-words"));
    } else if (!model.answered().get()) {
      nodes.add(Labels.wrapped("Looking…", "side-words"));
    } else if (model.programs().get().isEmpty()) {
      nodes.add(Labels.wrapped("No other program serves a console here.", "side-words"));
    }
    model.programs().get().stream().limit(MOST).forEach(program -> nodes.add(row(program)));
    int more = model.programs().get().size() - MOST;
    if (more > 0) {
      nodes.add(Labels.wrapped("and " + Counts.text(more) + " more", "side-words"));
    }
    if (!model.plain().get().isEmpty()) {
      nodes.add(plainTitle());
      if (plainOpen) {
        model.plain().get().stream().limit(MOST).forEach(jvm -> nodes.add(plain(jvm)));
      }
    }
    list.getChildren().setAll(nodes);
  }

  private Node row(LocalProgram program) {
    var name = Labels.of(Texts.line(program.name()));
    var note = Labels.of(program.address().equals(program.name()) ? program.note()
        : program.address(), "side-note");
    var words = new VBox(name, note);
    var content = new HBox(9, Shapes.of(Shapes.PLUS), words);
    content.setAlignment(Pos.CENTER_LEFT);
    var row = new Button();
    row.setGraphic(content);
    row.setMaxWidth(Double.MAX_VALUE);
    row.getStyleClass().addAll("side-row", "local-row");
    row.setAccessibleText("Attach " + program.name() + ", " + program.note());
    row.setTooltip(Labels.tooltip("Attach: " + program.name() + " at " + program.address() + "\n" + program.note()
        + (program.needsToken() ? "\nIt wants to be shown a token." : "")));
    row.setOnAction(_ -> attach.accept(program));
    return row;
  }

  private Node plainTitle() {
    var fold = new Button(
        (plainOpen ? "▾ " : "▸ ") + Counts.of(model.plain().get().size(), "JVM") + " without a console");
    fold.setId("local-plain");
    fold.getStyleClass().addAll("link", "side-words");
    fold.setMaxWidth(Double.MAX_VALUE);
    fold.setAlignment(Pos.CENTER_LEFT);
    fold.setOnAction(_ -> {
      plainOpen = !plainOpen;
      show();
    });
    return fold;
  }

  private static Node plain(LocalViewModel.PlainJvm jvm) {
    var box = new VBox(Labels.of(jvm.name() + "  pid " + jvm.pid(), "side-note"),
        Labels.wrapped(jvm.hint(), "side-words"));
    box.getStyleClass().add("local-plain");
    return box;
  }
}
