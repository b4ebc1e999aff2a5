package dev.kioto.console.cli;

import java.util.List;

/// The programs that a demo session starts.
interface Programs {

  /// The command line of a demo program.
  List<String> demo(List<String> arguments);

  /// The command line of the window.
  ///
  /// @param server the web API that the window shows, `http://host:port`
  List<String> window(String server);
}
