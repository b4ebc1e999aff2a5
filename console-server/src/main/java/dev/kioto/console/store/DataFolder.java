package dev.kioto.console.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// The folder in which one server keeps what it keeps. Held by one server at a time.
///
/// ```
/// lock          held while a server runs
/// version       of what follows, as a number in digits
/// history.duckdb, history.duckdb.wal
/// tmp/          what the database puts off to disk; emptied at each start
/// recordings/
/// trail/        what programs told of late, in pieces
/// detectors.txt how detectors are set, once one is
/// ```
public final class DataFolder implements AutoCloseable {

  /// The version that is written, and the highest that is read.
  public static final int VERSION = 1;

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /// Takes a folder, which is made when it is not there, for its owner alone to read.
  ///
  /// @throws StoreException if another server holds it, or a newer version wrote it: it is then left as it is
  public static DataFolder open(Path folder) throws IOException {
    var path = make(folder).toRealPath();
    var lockFile = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(lockFile) == null) {
        throw new StoreException(
            "Another Kioto server keeps its data in " + path + ": name another folder with --data, "
                + "or stop that server");
      }
      requireVersion(path);
      empty(Files.createDirectories(path.resolve("tmp")));
      return new DataFolder(path, lockFile);
    } catch (IOException | RuntimeException e) {
      lockFile.close();
      throw e;
    }
  }

  // What programs do is not for every user of the machine to read, who may have no token for the server.
  private static Path make(Path folder) throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) return Files.createDirectories(folder);
    var owners = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    return Files.createDirectories(folder, owners);
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // held by this process
    }
  }

  private static void requireVersion(Path path) throws IOException {
    var file = path.resolve("version");
    if (Files.exists(file)) {
      var text = Files.readString(file).strip();
      if (text.equals(Integer.toString(VERSION))) return;
      throw new StoreException("The data in " + path + " are of version " + (text.length() > 20 ? "?" : text)
          + ", and this Kioto keeps version " + VERSION + ": use the version of Kioto that wrote them, or name another "
          + "folder with --data. Nothing was changed");
    }
    var written = Files.writeString(path.resolve("version.new"), VERSION + "\n");
    Files.move(written, file);
  }

  private static void empty(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        if (Files.isRegularFile(file)) Files.delete(file);
      }
    }
  }

  /// Where recordings are.
  public Path recordings() {
    return path.resolve("recordings");
  }

  /// Where the experiments of the lab are.
  public Path lab() {
    return path.resolve("lab");
  }

  /// Where the trail is.
  public Path trail() {
    return path.resolve("trail");
  }

  /// Where it is kept how detectors are set.
  public Path rules() {
    return path.resolve("detectors.txt");
  }

  Path path() {
    return path;
  }

  Path database() {
    return path.resolve("history.duckdb");
  }

  Path temporary() {
    return path.resolve("tmp");
  }

  /// Lets the folder go.
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException _) {
      // the system lets it go with the process
    }
  }
}
