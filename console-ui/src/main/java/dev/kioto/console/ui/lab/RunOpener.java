package dev.kioto.console.ui.lab;

import dev.kioto.console.ui.lanes.LaneHit;
import org.jspecify.annotations.Nullable;

/// Opens the recording of a run as a target. UI thread only.
@FunctionalInterface
public interface RunOpener {
  /// Opens it.
  ///
  /// @param recording the file, on the server's machine
  /// @param at the poll whose task is to be shown, as it was then; null shows the figures
  void open(String recording, @Nullable LaneHit at);
}
