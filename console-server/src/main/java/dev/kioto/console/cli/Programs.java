package dev.kioto.console.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The programs that a demo session starts.
interface Programs {

  /// The command line of a demo program.
  List<String> demo(List<String> arguments);

  /// The command line of the window.
  ///
  /// @param server the web API that the window shows, `http://host:port`
  List<String> window(String server);

  /// The folder in which the window's server keeps its data; null to keep nothing.
  default @Nullable Path data() {
    return null;
  }
}
