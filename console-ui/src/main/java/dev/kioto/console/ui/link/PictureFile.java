package dev.kioto.console.ui.link;

import dev.kioto.console.ui.pictures.Raster;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// Writes pixels as a PNG file. Not on the UI thread.
final class PictureFile {
  private PictureFile() {}

  /// @return why it was not written, as a phrase; null when it was
  static @Nullable String write(Path file, Raster picture) {
    var image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, picture.width(), picture.height(), picture.argb(), 0, picture.width());
    try (var out = Files.newOutputStream(file)) {
      return ImageIO.write(image, "png", out) ? null : "this Java cannot write PNG";
    } catch (NoSuchFileException _) {
      return "there is no such folder";
    } catch (AccessDeniedException _) {
      return "this user may not write there";
    } catch (IOException e) {
      var reason = e.getMessage();
      return reason == null ? e.getClass().getSimpleName() : reason;
    }
  }
}
