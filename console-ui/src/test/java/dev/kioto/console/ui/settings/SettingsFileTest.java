package dev.kioto.console.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.ui.theme.Appearance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsFileTest {
  @TempDir
  Path folder;

  @Test
  void load_noFile_isDefaultWithoutMessage() {
    var loaded = SettingsFile.in(folder.resolve("missing")).load();

    assertThat(loaded.settings()).isEqualTo(DesktopSettings.DEFAULT);
    assertThat(loaded.message()).isNull();
  }

  @Test
  void save_thenLoad_isTheSame() {
    var file = SettingsFile.in(folder.resolve("new").resolve("folder"));
    var settings = new DesktopSettings(Appearance.LIGHT, 1.25, new DesktopSettings.Frame(1, 2, 1280, 720, true),
        Map.of("tasks",
            new DesktopSettings.Table(List.of(new DesktopSettings.Column("NAME", 210, false)), "BUSY", false)),
        false, 402);

    assertThat(file.save(settings)).isNull();
    assertThat(file.load()).isEqualTo(new SettingsFile.Loaded(settings, null));
  }

  @Test
  void load_notJson_isDefaultAndFileIsKeptAside() throws IOException {
    Files.writeString(folder.resolve("desktop.json"), "{ dark: maybe");

    var loaded = SettingsFile.in(folder).load();

    assertThat(loaded.settings()).isEqualTo(DesktopSettings.DEFAULT);
    assertThat(loaded.message()).contains("desktop.json", "desktop.json.bad");
    assertThat(folder.resolve("desktop.json.bad")).hasContent("{ dark: maybe");
    assertThat(folder.resolve("desktop.json")).doesNotExist();
  }

  @Test
  void load_wrongShape_isDefaultWithMessage() throws IOException {
    Files.writeString(folder.resolve("desktop.json"), "{\"dark\":true,\"tables\":7}");

    assertThat(SettingsFile.in(folder).load().message()).contains("not understood");
  }

  @Test
  void load_fromNewerVersion_ignoresWhatItDoesNotKnow() throws IOException {
    Files.writeString(folder.resolve("desktop.json"), "{\"theme\":\"SEPIA\",\"detailWidth\":410,\"novelty\":[1]}");

    var loaded = SettingsFile.in(folder).load();

    assertThat(loaded.message()).isNull();
    assertThat(loaded.settings().theme()).isNull();
    assertThat(loaded.settings().scale()).isEqualTo(1);
    assertThat(loaded.settings().detailWidth()).isEqualTo(410);
    assertThat(loaded.settings().table("tasks").columns()).isEmpty();
  }

  @Test
  void home_named_isThat() {
    assertThat(SettingsFile.home(Map.of("KIOTO_HOME", "/data/k"), linux())).isEqualTo(Path.of("/data/k"));
  }

  @Test
  void home_notNamed_isThePlatformsDataFolder() {
    assertThat(SettingsFile.home(Map.of(), linux())).isEqualTo(Path.of("/home/u/.local/share/kioto"));
    assertThat(SettingsFile.home(Map.of("XDG_DATA_HOME", "/x"), linux())).isEqualTo(Path.of("/x/kioto"));
    var mac = linux();
    mac.setProperty("os.name", "Mac OS X");
    assertThat(SettingsFile.home(Map.of(), mac)).isEqualTo(Path.of("/home/u/Library/Application Support/kioto"));
  }

  private static Properties linux() {
    var system = new Properties();
    system.setProperty("os.name", "Linux");
    system.setProperty("user.home", "/home/u");
    return system;
  }
}
