package dev.kioto.console.web;

import dev.kioto.console.collector.Recordings;
import dev.kioto.console.collector.RuleBook;
import dev.kioto.console.collector.Trail;
import dev.kioto.console.store.DataFolder;
import dev.kioto.console.store.HistoryStore;
import dev.kioto.console.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a server keeps on disk, each part null when it keeps nothing there.
///
/// @param rules how detectors are set; in memory alone without a folder
record Kept(@Nullable DataFolder data, RuleBook rules, @Nullable HistoryStore history,
    @Nullable Recordings recordings, @Nullable Trail trail) {

  /// Nothing on disk.
  static Kept nothing() {
    return new Kept(null, RuleBook.inMemory(), null, null, null);
  }

  /// Opens all of it, or nothing: what was opened before something fails is closed again.
  ///
  /// @throws IOException if the folder is of a newer version, held by another server or broken
  static Kept open(Path folder, StoreSettings settings, Trail.Limits limits) throws IOException {
    var data = DataFolder.open(folder);
    try {
      var rules = RuleBook.in(data.rules());
      var recordings = new Recordings(data.recordings());
      var history = HistoryStore.open(data, settings);
      try {
        return new Kept(data, rules, history, recordings, Trail.open(data.trail(), limits));
      } catch (IOException | RuntimeException e) {
        history.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }
}
