package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Target;
import dev.kioto.console.ui.parts.TextLimit;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/// The left side: targets, a line to attach another, and below them the views of the chosen target. UI thread only.
public final class TargetsView {
  private static final int MOST = 1_024; // characters of an address, or of a token

  private final TargetsViewModel model;
  private final VBox node = new VBox();
  private final VBox list = new VBox(2);
  private final Map<String, TargetRow> rows = new HashMap<>();
  private final TextField address = new TextField();
  private final PasswordField token = new PasswordField();

  /// @param views what the window offers of the chosen target
  public TargetsView(TargetsViewModel model, Region views) {
    this.model = model;
    node.getStyleClass().add("side");
    var programs = new LocalList(model.local(), model::attach).node();
    var side = new VBox(Terms.explained(Labels.of("TARGETS", "side-title")), list, attachLine(), tokenLine(),
        attachError(), programs,
        views);
    var scroll = new ScrollPane(side);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("side-scroll");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    node.getChildren().setAll(scroll);
    // A window that nobody sees looks for nothing.
    node.sceneProperty().flatMap(Scene::windowProperty).flatMap(Window::showingProperty).orElse(false)
        .subscribe(shown -> model.local().setLookedAt(shown));
    model.targets().subscribe(() -> show(model.targets()));
    model.chosen().subscribe(() -> show(model.targets()));
    show(model.targets());
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Gives the keyboard to the line where an address is typed.
  public void focusAddress() {
    address.requestFocus();
  }

  private void show(List<Target> targets) {
    var chosen = model.chosen().get();
    rows.keySet().removeIf(id -> targets.stream().noneMatch(target -> target.id().equals(id)));
    var nodes = targets.stream().map(target -> {
      var row = rows.computeIfAbsent(target.id(), _ -> new TargetRow(model));
      row.show(target, chosen != null && chosen.id().equals(target.id()));
      return row.node();
    }).toList();
    if (!list.getChildren().equals(nodes)) {
      list.getChildren().setAll(nodes);
    }
  }

  private Region attachLine() {
    address.setId("attach-address");
    TextLimit.install(address, MOST);
    address.setPromptText("host:port");
    address.setAccessibleText("Address of a program to attach, as host:port");
    address.setTooltip(Labels.tooltip("Address of a program's instrumentation, like 127.0.0.1:6669. Kioto programs and "
        + "Rust programs with console-subscriber listen on port 6669 unless told otherwise."));
    address.setOnAction(_ -> attach());
    address.textProperty().subscribe((_, text) -> model.typed(text));
    HBox.setHgrow(address, Priority.ALWAYS);
    var button = new Button("Attach");
    button.setId("attach");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> attach());
    button.textProperty().bind(Bindings.when(model.attaching()).then("…").otherwise("Attach"));
    button.disableProperty().bind(model.attaching());
    model.attachAddress().subscribe((before, now) -> {
      // An address given on the command line is shown as if typed; it is taken away when it worked.
      if (!now.isEmpty() || address.getText().strip().equals(before)) {
        address.setText(now);
      }
    });
    var line = new HBox(6, address, button);
    line.getStyleClass().add("attach-line");
    return line;
  }

  private void attach() {
    model.attach(address.getText(), model.tokenWanted().get() ? token.getText() : "");
  }

  private Region tokenLine() {
    TextLimit.install(token, MOST);
    token.setId("attach-token");
    token.setPromptText("token");
    token.setAccessibleText("Token that the program wants to be shown");
    token.setOnAction(_ -> attach());
    var words = Labels.wrapped("The program wants to be shown a token: the first line of its token file.",
        "side-words");
    var line = new VBox(4, words, token);
    line.getStyleClass().add("attach-line");
    model.tokenWanted().subscribe(wanted -> {
      Labels.show(line, wanted);
      token.clear();
      if (wanted) {
        token.requestFocus();
      }
    });
    return line;
  }

  private Region attachError() {
    var error = Labels.wrapped("", "attach-error");
    error.setId("attach-error");
    error.textProperty().bind(model.attachError());
    model.attachError().subscribe(text -> Labels.show(error, !text.isEmpty()));
    return error;
  }
}
