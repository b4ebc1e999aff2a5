package dev.kioto.console.ui.settings;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The file `desktop.json` in Kioto's data folder. Reading and writing never fail for the caller: what went wrong is a
/// message, and the window works without its memory.
public final class SettingsFile {
  private static final String NAME = "desktop.json";
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
      .enable(SerializationFeature.INDENT_OUTPUT)
      .build();

  private final Path path;

  private SettingsFile(Path path) {
    this.path = path;
  }

  /// The file in the given folder, which need not exist.
  public static SettingsFile in(Path folder) {
    return new SettingsFile(folder.resolve(NAME));
  }

  /// Kioto's data folder: `KIOTO_HOME` when set, else the platform's place for data.
  ///
  /// @param environment the process's environment variables
  /// @param system the system properties
  public static Path home(Map<String, String> environment, Properties system) {
    var named = environment.get("KIOTO_HOME");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    var user = Path.of(system.getProperty("user.home", "."));
    if (system.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac")) {
      return user.resolve("Library").resolve("Application Support").resolve("kioto");
    }
    var data = environment.get("XDG_DATA_HOME");
    return (data == null || data.isBlank() ? user.resolve(".local").resolve("share") : Path.of(data)).resolve("kioto");
  }

  /// What was read.
  ///
  /// @param settings the defaults when there is no usable file
  /// @param message why the file was not used, as a sentence; null when it was, or when there is none
  public record Loaded(DesktopSettings settings, @Nullable String message) {}

  /// Reads the settings. A file that cannot be understood is moved aside, to `desktop.json.bad`.
  public Loaded load() {
    if (!Files.exists(path)) {
      return new Loaded(DesktopSettings.DEFAULT, null);
    }
    try {
      var settings = MAPPER.readValue(path.toFile(), DesktopSettings.class);
      return settings == null ? setAside("it holds nothing") : new Loaded(settings, null);
    } catch (JacksonException e) {
      return setAside(e.getOriginalMessage());
    } catch (IOException e) {
      return new Loaded(DesktopSettings.DEFAULT, "The settings in " + path + " could not be read: " + e.getMessage());
    }
  }

  /// Writes the settings, all or nothing.
  ///
  /// @return why they were not written, as a sentence; null when they were
  public @Nullable String save(DesktopSettings settings) {
    var part = path.resolveSibling(NAME + ".part");
    try {
      Files.createDirectories(path.getParent());
      MAPPER.writeValue(part.toFile(), settings);
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return null;
    } catch (IOException e) {
      return "The settings could not be written to " + path + ": " + e.getMessage();
    }
  }

  private Loaded setAside(String reason) {
    var bad = path.resolveSibling(NAME + ".bad");
    var start = "The settings in " + path + " were not understood (" + reason + ") and are ignored";
    try {
      Files.move(path, bad, StandardCopyOption.REPLACE_EXISTING);
      return new Loaded(DesktopSettings.DEFAULT, start + "; the file is now " + bad + '.');
    } catch (IOException e) {
      return new Loaded(DesktopSettings.DEFAULT, start + "; the file could not be moved aside: " + e.getMessage());
    }
  }
}
