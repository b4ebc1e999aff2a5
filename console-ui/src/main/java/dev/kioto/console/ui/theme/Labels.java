package dev.kioto.console.ui.theme;

import dev.kioto.console.ui.format.Texts;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/// Makes the labels of the window. Style classes are in `console.css`.
public final class Labels {
  private static final Duration TOOLTIP_DELAY = Duration.millis(500);
  private static final Duration TOOLTIP_STAYS = Duration.seconds(30);

  private Labels() {}

  /// A label with style classes.
  public static Label of(String text, String... styleClasses) {
    var label = new Label(text);
    label.getStyleClass().addAll(styleClasses);
    return label;
  }

  /// A label of several lines.
  public static Label wrapped(String text, String... styleClasses) {
    var label = of(text, styleClasses);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /// A label that is never cut short.
  public static Label rigid(String text, String... styleClasses) {
    var label = of(text, styleClasses);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  /// An empty region that takes the width that is left.
  public static Region spring() {
    var spring = new Region();
    HBox.setHgrow(spring, Priority.ALWAYS);
    return spring;
  }

  /// A tooltip of at most 420 pixels width.
  public static Tooltip tooltip(String text) {
    var tooltip = new Tooltip(Texts.block(text));
    tooltip.setShowDelay(TOOLTIP_DELAY);
    tooltip.setShowDuration(TOOLTIP_STAYS);
    tooltip.setWrapText(true);
    tooltip.setMaxWidth(420);
    return tooltip;
  }

  /// Shows or hides a node, together with the place that it takes.
  public static void show(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }
}
