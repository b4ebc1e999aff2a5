package dev.kioto.console.discovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The notices of programs that live.
final class Notices {

  private static final String FOLDERS = "kioto-console-*"; // one for each user
  private static final int MOST = 1000; // files looked at in a folder
  // The system counts the start of a process in ticks, and the moment of its own start is corrected now and then.
  private static final Duration CLOCK_ERROR = Duration.ofSeconds(5);

  private final List<Path> parents;
  private final @Nullable String namespace;

  /// @param parents where the folders of the users are
  Notices(List<Path> parents) {
    this.parents = parents;
    this.namespace = ownNamespace();
  }

  /// Those of this machine.
  static Notices standard() {
    var shared = Path.of("/tmp");
    return new Notices(List.of(
        Files.isDirectory(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir", "."))));
  }

  /// What can be read and is of a process that lives.
  List<Notice> read() {
    var found = new ArrayList<Notice>();
    for (var parent : parents) {
      try (var folders = Files.newDirectoryStream(parent, FOLDERS)) {
        for (var folder : folders) {
          if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) readFolder(folder, found);
        }
      } catch (IOException _) {
        // no such folder: nothing to be found there
      }
    }
    return found;
  }

  private void readFolder(Path folder, List<Notice> found) {
    try (var files = Files.newDirectoryStream(folder, "[0-9]*-*")) {
      int looked = 0;
      for (var file : files) {
        if (looked++ == MOST) return;
        var notice = Notice.read(file);
        if (notice != null && lives(notice)) found.add(notice);
      }
    } catch (IOException _) {
      // another user's
    }
  }

  /// Whether the process that has the pid is the one that wrote the notice: not one that got the number later, not one that
  /// has that number in another container, and not one of a user who says this of somebody else's process.
  private boolean lives(Notice notice) {
    if (namespace != null && notice.namespace() != null && !namespace.equals(notice.namespace())) return false;
    var process = ProcessHandle.of(notice.pid()).orElse(null);
    if (process == null || !process.isAlive()) return false;
    var info = process.info();
    var started = info.startInstant().orElse(null);
    boolean isOlder = notice.startedAt() == null || started == null
        || Duration.between(notice.startedAt(), started).abs().compareTo(CLOCK_ERROR) <= 0;
    var user = info.user().orElse(null);
    return isOlder && (user == null || notice.owner() == null || user.equals(notice.owner()));
  }

  private static @Nullable String ownNamespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException _) {
      return null;
    }
  }
}
