package dev.kioto.console.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a server keeps what it keeps.
final class DataFolder {

  private DataFolder() {}

  /// The folder when none is named: of the XDG base directories the one for state.
  static Path standard() {
    return standard(System.getenv("XDG_STATE_HOME"), System.getProperty("user.home"));
  }

  static Path standard(@Nullable String stateHome, String home) {
    // A relative path in the variable is to be passed over, says the specification.
    boolean named = stateHome != null && Path.of(stateHome).isAbsolute();
    return (named ? Path.of(stateHome) : Path.of(home, ".local", "state")).resolve("kioto");
  }
}
