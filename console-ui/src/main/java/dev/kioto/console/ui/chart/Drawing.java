package dev.kioto.console.ui.chart;

import dev.kioto.console.ui.theme.Palette;
import dev.kioto.console.ui.theme.Theme;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/// A region that is one canvas, redrawn when its content, its size or the theme changes. UI thread only.
public abstract class Drawing extends Region {
  /*
   * Plan. A change only marks the drawing as stale and asks for a layout pass; the layout pass of the pulse draws it
   * once, whatever came before. Drawing touches the canvas alone, never the scene graph.
   *
   * A canvas is a bitmap of its own size: where the window is shown larger, it has as many pixels more and is shrunk by as much, so that
   * one of its pixels is one of the screen's.
   */
  private final Canvas canvas = new Canvas();
  private final Scale shrink = new Scale(1, 1, 0, 0);
  private final Theme theme;

  /// Draws in the colours of a theme.
  @SuppressWarnings("this-escape") // its canvas is its own, and is drawn on in a later pass
  protected Drawing(Theme theme) {
    this.theme = theme;
    getChildren().add(canvas);
    canvas.getTransforms().add(shrink);
    theme.palette().addListener(_ -> requestLayout());
    theme.scale().addListener(_ -> requestLayout());
  }

  @Override
  protected final void layoutChildren() {
    double width = Math.max(0, getWidth());
    double height = Math.max(0, getHeight());
    double scale = theme.scale().get();
    canvas.setWidth(width * scale);
    canvas.setHeight(height * scale);
    shrink.setX(1 / scale);
    shrink.setY(1 / scale);
    var graphics = canvas.getGraphicsContext2D();
    graphics.setTransform(scale, 0, 0, scale, 0, 0);
    graphics.clearRect(0, 0, width, height);
    if (width > 0 && height > 0) {
      draw(graphics, width, height, theme.colors());
    }
  }

  /// What a picture of it is called, in a word; empty for one that nobody would want as a picture.
  public String pictureName() {
    return "";
  }

  /// The content, drawn at a scale on the theme's page.
  public Image picture(double scale) {
    var colors = theme.colors();
    var paper = new Canvas(Math.ceil(getWidth() * scale), Math.ceil(getHeight() * scale));
    var graphics = paper.getGraphicsContext2D();
    graphics.setFill(colors.page());
    graphics.fillRect(0, 0, paper.getWidth(), paper.getHeight());
    graphics.scale(scale, scale);
    draw(graphics, getWidth(), getHeight(), colors);
    return paper.snapshot(null, null);
  }

  /// Draws the content on a cleared canvas.
  protected abstract void draw(GraphicsContext graphics, double width, double height, Palette colors);
}
