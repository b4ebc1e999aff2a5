package dev.kioto.console.ui.theme;

import javafx.css.PseudoClass;
import javafx.scene.layout.Region;

/// The small shapes beside words, so that no state is told by colour alone. Outlines are in `console.css`; a shape is a
/// region with the style class `shape` and one of the names below.
public final class Shapes {
  /// A disc: connected.
  public static final String DISC = "shape-disc";
  /// A ring: connecting, or not connected.
  public static final String RING = "shape-ring";
  /// A cross: disconnected.
  public static final String CROSS = "shape-cross";
  /// A hook: can be done.
  public static final String CHECK = "shape-check";
  /// A plus: can be added.
  public static final String PLUS = "shape-plus";
  /// A triangle that points right: running.
  public static final String PLAY = "shape-play";
  /// A clock: scheduled.
  public static final String CLOCK = "shape-clock";
  /// Two bars: idle, and pause.
  public static final String PAUSE = "shape-pause";
  /// A square: completed.
  public static final String SQUARE = "shape-square";
  /// A triangle that points up: a warning.
  public static final String WARNING = "shape-warning";
  /// Half a disc: the other theme.
  public static final String CONTRAST = "shape-contrast";

  /// What is under the pointer or chosen, where the toolkit has no pseudo-class of its own for it.
  public static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
  /// Values that are no longer fresh.
  public static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
  /// What was refused.
  public static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  /// A field below which something is proposed.
  public static final PseudoClass COMPLETING = PseudoClass.getPseudoClass("completing");

  private Shapes() {}

  /// A new shape of the given name, 10 pixels wide.
  public static Region of(String name) {
    var region = new Region();
    region.getStyleClass().addAll("shape", name);
    return region;
  }

  /// Turns the region into another shape.
  public static void become(Region region, String name) {
    region.getStyleClass().setAll("shape", name);
  }
}
