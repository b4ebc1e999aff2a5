package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  private static final String MISSPELLED = "kioto.worker-thread";

  @AfterEach
  void forget() {
    System.clearProperty(MISSPELLED);
  }

  @Test
  void propertiesOfThePage_areAllKnown() throws IOException {
    var _ = Settings.options();
    var page = Files.readString(Path.of("..", "docs", "runtime.md"));
    var written = Pattern.compile("\\| `(kioto\\.[a-z-]+)` \\|").matcher(page).results().map(m -> m.group(1)).toList();

    assertThat(written).hasSizeGreaterThan(15);
    assertThat(Settings.known()).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void propertyThatIsNoSetting_isRefusedByName() {
    var _ = Settings.options();
    Settings.refuseUnknown();
    System.setProperty(MISSPELLED, "4");

    assertThatThrownBy(Settings::refuseUnknown).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no setting " + MISSPELLED + ", which is '4'")
        .hasMessageContaining("kioto.worker-threads");
  }
}
