package dev.kioto.console.ui.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.ui.RecordedCommands;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

final class PicturesViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final PicturesViewModel pictures = new PicturesViewModel(commands);

  @Test
  void suggestion_hasOnlyLettersThatEveryFileSystemTakes() {
    var name = PicturesViewModel.suggestion("Shop: /a\\b* ünï", "overview", LocalDateTime.of(2026, 3, 1, 9, 5, 7));

    assertThat(name).isEqualTo("shop-a-b-n-overview-20260301-090507.png");
  }

  @Test
  void save_nameWithoutEnding_getsIt() {
    pictures.save(Path.of("/tmp", "chart"), new Raster(3, 2, new int[6]));
    pictures.save(Path.of("/tmp", "CHART.PNG"), new Raster(3, 2, new int[6]));

    assertThat(commands.said()).containsExactly("save 3 x 2 as /tmp/chart.png", "save 3 x 2 as /tmp/CHART.PNG");
  }

  @Test
  void answers_areSentences_andTheNextPictureTakesThemAway() {
    pictures.notSaved(Path.of("/tmp/c.png"), "No space left on device");
    assertThat(pictures.failed().get()).isTrue();
    assertThat(pictures.message().get())
        .startsWith("The picture was not written to /tmp/c.png: No space left on device.");

    pictures.save(Path.of("/tmp/d.png"), new Raster(1, 1, new int[1]));
    assertThat(pictures.message().get()).isEmpty();

    pictures.saved(Path.of("/tmp/d.png"));
    assertThat(pictures.failed().get()).isFalse();
    assertThat(pictures.message().get()).isEqualTo("The picture is in /tmp/d.png.");
    pictures.dismiss();
    assertThat(pictures.message().get()).isEmpty();
  }
}
