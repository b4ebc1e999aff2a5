package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
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

/// One target in the list: state as shape, name, address; a click shows it, the cross at the right detaches it.
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
    node = new StackPane(choose, detach);
    node.getStyleClass().add("target");
    StackPane.setAlignment(detach, Pos.CENTER_RIGHT);
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
    name.setText(target.name());
    boolean connected = target.state() == TargetState.CONNECTED;
    address.setText(connected ? where(target) : word(target.state()));
    Shapes.become(shape, switch (target.state()) {
      case CONNECTED -> Shapes.DISC;
      case CONNECTING -> Shapes.RING;
      case DISCONNECTED -> Shapes.CROSS;
    });
    shape.pseudoClassStateChanged(CONNECTED, connected);
    shape.pseudoClassStateChanged(DISCONNECTED, target.state() == TargetState.DISCONNECTED);
    var error = target.error();
    tooltip.setText(target.name() + "\n" + target.address() + ", " + word(target.state())
        + (error == null ? "" : "\n" + error));
    choose.setAccessibleText(target.name() + ", " + word(target.state()));
  }

  private static String where(Target target) {
    return target.name().equals(target.address()) ? word(target.state()) : target.address();
  }

  private static String word(TargetState state) {
    return switch (state) {
      case CONNECTED -> "connected";
      case CONNECTING -> "connecting…";
      case DISCONNECTED -> "disconnected";
    };
  }
}
