package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One target in the list: state as shape, name, address; a click shows it, the dots at the right tell more of it, the cross detaches it.
final class TargetRow {
  private static final PseudoClass CONNECTED = PseudoClass.getPseudoClass("connected");
  private static final PseudoClass DISCONNECTED = PseudoClass.getPseudoClass("disconnected");

  private final Region shape = Shapes.of(Shapes.RING);
  private final Label name = new Label();
  private final Label address = Labels.of("", "side-note");
  private final Button choose = new Button();
  private final Tooltip tooltip = Labels.tooltip("");
  private final StackPane node;
  private @Nullable Target shown;

  TargetRow(TargetsViewModel model) {
    var words = new VBox(name, address);
    var content = new HBox(9, shape, words);
    content.setAlignment(Pos.CENTER_LEFT);
    choose.setGraphic(content);
    choose.setMaxWidth(Double.MAX_VALUE);
    choose.getStyleClass().addAll("side-row", "target-row");
    choose.setTooltip(tooltip);
    choose.setOnAction(_ -> {
      if (shown != null) {
        model.choose(shown);
      }
    });
    var detach = new Button("×");
    detach.getStyleClass().add("detach");
    detach.setAccessibleText("Detach");
    detach.setTooltip(Labels.tooltip("Detach: the console forgets the program; the program runs on undisturbed."));
    detach.setOnAction(_ -> {
      if (shown != null) {
        model.detach(shown);
      }
    });
    var more = new Button("⋯");
    more.getStyleClass().addAll("detach", "target-more");
    more.setAccessibleText("More about the target");
    more.setTooltip(Labels.tooltip("What it can tell, what it records, has lost, and its settings."));
    more.setOnAction(_ -> {
      if (shown != null) {
        model.panel().toggle(shown);
      }
    });
    var buttons = new HBox(more, detach);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    buttons.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    node = new StackPane(choose, buttons);
    node.getStyleClass().add("target");
    StackPane.setAlignment(buttons, Pos.CENTER_RIGHT);
    StackPane.setAlignment(choose, Pos.CENTER_LEFT);
  }

  Node node() {
    return node;
  }

  void show(Target target, boolean chosen) {
    choose.pseudoClassStateChanged(Shapes.CHOSEN, chosen);
    if (target.equals(shown)) {
      return;
    }
    shown = target;
    node.setId("target-" + target.id());
    name.setText(Texts.line(target.name()));
    address.setText(Texts.line(TargetText.note(target)));
    address.pseudoClassStateChanged(DISCONNECTED, target.state() == TargetState.DISCONNECTED);
    show(shape, target.state());
    var error = target.error();
    var words = target.name() + "\n" + target.address() + "\n" + TargetText.kind(target) + ", "
        + TargetText.word(target.state());
    tooltip.setText(error == null ? words
        : words + "\n" + error + "\nIt is tried again by itself, after five seconds at the latest.");
    choose.setAccessibleText(target.name() + ", " + TargetText.word(target.state()));
  }

  /// Gives a shape the form and the colour of a state.
  static void show(Region shape, TargetState state) {
    Shapes.become(shape, switch (state) {
      case CONNECTED -> Shapes.DISC;
      case CONNECTING -> Shapes.RING;
      case DISCONNECTED -> Shapes.CROSS;
    });
    shape.pseudoClassStateChanged(CONNECTED, state == TargetState.CONNECTED);
    shape.pseudoClassStateChanged(DISCONNECTED, state == TargetState.DISCONNECTED);
  }
}
