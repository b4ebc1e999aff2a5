package dev.kioto.console.ui.pictures;

import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.paint.Color;
import javafx.scene.transform.Scale;

/// Takes pixels from what is drawn. UI thread only.
public final class Rasters {
  private static final double LONGEST_SIDE = 8_192; // more, and a picture takes hundreds of megabytes

  private Rasters() {}

  /// The pixels of an image.
  public static Raster of(Image image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] argb = new int[width * height];
    image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
    return new Raster(width, height, argb);
  }

  /// A node at a scale, or at a smaller one when it would become very large.
  public static Raster of(Node node, double scale, Color background) {
    var bounds = node.getBoundsInParent();
    double longest = Math.max(1, Math.max(bounds.getWidth(), bounds.getHeight()));
    double factor = Math.min(scale, LONGEST_SIDE / longest);
    var how = new SnapshotParameters();
    how.setFill(background);
    how.setTransform(new Scale(factor, factor));
    return of(node.snapshot(how, null));
  }
}
