package dev.kioto.instrument.endpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file that says where this program's consoles are served, so that those of the same user on the same machine find it
/// without asking every process. It is there from the moment that consoles are served until the program ends.
///
/// ```
/// kioto-console 1
/// pid=15319
/// started=1795321671881        when the process started, in ms since 1970; left out where the system does not tell
/// namespace=pid:[4026531836]   whose number the pid is; on Linux alone
/// run=31b1b83a-7f21-4166-b0ae-2c9df2d10aca
/// name=scheduler
/// address=127.0.0.1:6669       or https://host:port, unix:/path; left out by a program that listens nowhere
/// dials=collector:6670         left out by a program that dials nobody
/// token=read                   when a console must show a token
/// end
/// ```
///
/// Readers pass over lines that they do not know, files without the last line, and those of processes that are gone. Writing
/// one is worth no trouble to the program: whatever fails, there is no notice then, and nothing is said.
public final class Notice implements AutoCloseable {
  private static final String FOLDER = "kioto-console-";
  private static final String HEAD = "kioto-console 1";
  private static final String END = "end";
  private static final int MOST_LOOKED_AT = 1000; // files of others, to find those that are left behind
  private static final Pattern OTHERS = Pattern.compile("\\.?(\\d{1,18})-[0-9a-z]{1,40}");

  private final @Nullable Path file;
  private final Thread atExit = new Thread(this::delete, "kioto-console-exit");

  private Notice(@Nullable Path file) {
    this.file = file;
  }

  /// No file.
  public static Notice none() {
    return new Notice(null);
  }

  /// Where notices of this user's programs are: every Unix has the folder `/tmp`, whatever a program was told to use.
  public static Path standardFolder() {
    var shared = Path.of("/tmp");
    var parent = Files.isDirectory(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir", "."));
    return parent.resolve(FOLDER + System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  /// Writes the file of a program.
  ///
  /// @param folder made when it is not there; it must be the user's own
  /// @param way where consoles are served
  static Notice put(Path folder, Program program, NoticedWay way) {
    try {
      Path file = write(folder, program, way);
      var notice = new Notice(file);
      Runtime.getRuntime().addShutdownHook(notice.atExit);
      return notice;
    } catch (IOException | UnsupportedOperationException | SecurityException | IllegalStateException _) {
      return none();
    }
  }

  private static Path write(Path folder, Program program, NoticedWay way) throws IOException {
    makeFolder(folder);
    var self = ProcessHandle.current();
    var name = self.pid() + "-" + program.runId().replace("-", "");
    // Named so that no reader takes it for a notice, and moved when it is whole.
    var draft = folder.resolve("." + name);
    Files.deleteIfExists(draft);
    Files.write(draft, lines(self, program, way), StandardCharsets.UTF_8);
    try {
      if (!Files.getOwner(draft).equals(Files.getOwner(folder))) {
        throw new IOException(folder + " is another user's");
      }
      var file = folder.resolve(name);
      removeLeftBehind(folder);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(draft);
      throw e;
    }
  }

  private static void makeFolder(Path folder) throws IOException {
    boolean hasModes = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    var mode = PosixFilePermissions.fromString("rwx------");
    try {
      if (hasModes) {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(mode));
      } else {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      if (hasModes) {
        Files.setPosixFilePermissions(folder, mode); // fails when it is another user's
      }
    }
  }

  private static List<String> lines(ProcessHandle self, Program program, NoticedWay way) {
    var lines = new ArrayList<>(List.of(HEAD, "pid=" + self.pid()));
    self.info().startInstant().ifPresent(start -> lines.add("started=" + start.toEpochMilli()));
    var namespace = namespace();
    if (namespace != null) {
      lines.add("namespace=" + namespace);
    }
    lines.add("run=" + program.runId());
    lines.add("name=" + program.name().replaceAll("\\p{Cntrl}", " "));
    if (!way.address().isEmpty()) {
      lines.add("address=" + way.address());
    }
    if (way.dials() != null) {
      lines.add("dials=" + way.dials());
    }
    if (way.needsToken()) {
      lines.add("token=read");
    }
    lines.add(END);
    return lines;
  }

  private static @Nullable String namespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException _) {
      return null;
    }
  }

  /// Removes the notices of processes that are gone: a kill leaves them.
  private static void removeLeftBehind(Path folder) throws IOException {
    var namespace = namespace();
    try (var files = Files.newDirectoryStream(folder)) {
      int looked = 0;
      for (var file : files) {
        if (looked++ == MOST_LOOKED_AT) {
          return;
        }
        var match = OTHERS.matcher(file.getFileName().toString());
        boolean isGone = match.matches() && ProcessHandle.of(Long.parseLong(match.group(1))).isEmpty();
        // Where containers share a folder, a process of another one is not gone because it has no number here.
        if (isGone && (namespace == null || Files.readAllLines(file).contains("namespace=" + namespace))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException _) {
      // another program removes them at the same moment, or they cannot be read: they do no harm
    }
  }

  /// Removes the file. A second call does nothing.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // the JVM ends
    }
    delete();
  }

  private void delete() {
    if (file == null) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // readers find that the process is gone
    }
  }
}
