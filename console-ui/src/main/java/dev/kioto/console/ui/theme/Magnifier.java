package dev.kioto.console.ui.theme;

import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/// Shows a region larger or smaller than it is, as the theme's scale says: the region is laid out in what room is left at its own size. UI thread
/// only.
public final class Magnifier extends Region {
  /*
   * Sizes are written in pixels all over the style sheet and the drawings, and they belong together: text, rows, gaps, canvases. A transform
   * changes all of them by one number. Text and shapes stay sharp under it; canvases, which are bitmaps, draw at the scale (see Drawing).
   */
  private final Region content;
  private final Theme theme;
  private final Scale scale = new Scale(1, 1, 0, 0);

  /// @param content what is shown
  public Magnifier(Region content, Theme theme) {
    this.content = content;
    this.theme = theme;
    getChildren().add(content);
    content.getTransforms().add(scale);
    theme.scale().subscribe(factor -> {
      scale.setX(factor.doubleValue());
      scale.setY(factor.doubleValue());
      requestLayout();
    });
  }

  @Override
  protected void layoutChildren() {
    double factor = theme.scale().get();
    content.resizeRelocate(0, 0, getWidth() / factor, getHeight() / factor);
  }
}
