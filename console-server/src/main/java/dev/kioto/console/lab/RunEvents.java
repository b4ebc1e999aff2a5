package dev.kioto.console.lab;

import dev.kioto.console.collector.EventFile;
import dev.kioto.console.lab.LabException.Kind;
import dev.kioto.console.lanes.LaneLog;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The single events of runs, to be drawn: read from the disk when somebody asks, and kept for the runs that were asked for last as long
/// as there is memory. Safe for use by any thread; waits for the disk.
public final class RunEvents {

  private static final int MOST_LOGS = 4; // some tens of MiB each at most
  private static final Set<String> WITHOUT_EVENTS = Set.of("off", "counts");

  private final LabArchive archive;
  // Guarded by itself; the one that was asked for last is the last.
  private final LinkedHashMap<Read, SoftReference<LaneLog>> logs = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Read, SoftReference<LaneLog>> eldest) {
      return size() > MOST_LOGS;
    }
  };

  /// What was read: a run that is made anew has another file.
  private record Read(Path file, FileTime written) {
  }

  /// Those of an archive.
  public RunEvents(LabArchive archive) {
    this.archive = archive;
  }

  /// Where the events of a run are.
  static Path file(Path folder, String run) {
    return folder.resolve(run + ".kiotrace.gz");
  }

  /// Whether a program records single events at a level; null is the usual one.
  static boolean isTold(@Nullable String level) {
    return level == null || !WITHOUT_EVENTS.contains(level);
  }

  /// What the threads of a run did.
  ///
  /// @throws LabException if there is no such run, or nothing is known of its events, and why
  public LaneLog log(String experiment, String run) throws LabException {
    var file = archive.events(experiment, run);
    try {
      synchronized (logs) { // while one is read, others of the same wait, and do not read it too
        var key = new Read(file, Files.getLastModifiedTime(file));
        var known = logs.get(key);
        var log = known == null ? null : known.get();
        if (log == null) {
          log = new LaneLog();
          EventFile.read(file, log);
          logs.put(key, new SoftReference<>(log));
        }
        return log;
      }
    } catch (IOException e) {
      throw new LabException(Kind.DISK, "The events of run " + run + " cannot be read: " + e.getMessage(), e);
    }
  }
}
