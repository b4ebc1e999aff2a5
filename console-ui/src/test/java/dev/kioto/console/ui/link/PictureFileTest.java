package dev.kioto.console.ui.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.ui.pictures.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PictureFileTest {
  private static final Raster PICTURE = new Raster(2, 1, new int[] {0xff112233, 0xff445566});

  @TempDir
  Path folder;

  @Test
  void write_thenRead_hasThePixels() throws IOException {
    var file = folder.resolve("a.png");
    Files.writeString(file, "what was there before");

    assertThat(PictureFile.write(file, PICTURE)).isNull();

    var image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(2);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xff112233);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff445566);
  }

  @Test
  void write_whereItCannotBe_saysWhy() {
    assertThat(PictureFile.write(folder.resolve("missing").resolve("a.png"), PICTURE))
        .isEqualTo("there is no such folder");
    assertThat(PictureFile.write(folder, PICTURE)).isNotBlank(); // a folder is no file
  }
}
