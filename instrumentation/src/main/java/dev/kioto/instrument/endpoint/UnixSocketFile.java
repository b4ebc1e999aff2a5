package dev.kioto.instrument.endpoint;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The file of a Unix socket that only the program's user may open, and that is never seen half made: the socket is bound
/// in a folder that is closed to others, gets mode 0600 there, and moves to its name in one step. So it also takes the place
/// of a file that a dead program left. Of two programs that start at the same moment with the same name both may find the
/// place free; the later one has it then.
///
/// One thread at a time.
final class UnixSocketFile {
  /// What every system allows, in bytes: macOS 103, Linux 107.
  private static final int LONGEST = 103;
  private static final String FOLDER = ".k"; // and 6 characters
  private static final int FOLDERS = 2_000_000_000;
  private static final int FOLDER_DIGITS = 36;
  private static final String SOCKET = "s";

  private final Path path;
  private final Path folder;
  private final Thread atExit = new Thread(this::delete, "kioto-console-exit");
  private @Nullable Object key; // of the file, once it has its name

  private UnixSocketFile(Path path, Path folder) {
    this.path = path;
    this.folder = folder;
  }

  /// Looks whether a name is free, and makes the folder where the socket is to be bound first.
  ///
  /// @throws BindException when a living program has a socket of this name
  /// @throws IOException when there is another file, or nothing can be made there; the message says what
  static UnixSocketFile prepare(Path name) throws IOException {
    var path = name.toAbsolutePath();
    var parent = path.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException("there is no folder " + parent);
    }
    checkFree(path);
    var file = new UnixSocketFile(path, makeFolder(parent));
    try {
      checkLength(path);
      checkLength(file.folder.resolve(SOCKET));
    } catch (IOException e) {
      file.close();
      throw e;
    }
    return file;
  }

  private static void checkLength(Path path) throws IOException {
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST) {
      throw new IOException("the name of the socket takes " + bytes + " bytes: systems allow " + LONGEST
          + ", so choose a shorter folder or name");
    }
  }

  private static void checkFree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!attributes(path).isOther()) {
      throw new IOException("there is a file of this name, which is not a socket");
    }
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException _) {
      return; // nobody listens: it was left behind
    }
    throw new BindException("Address already in use");
  }

  private static Path makeFolder(Path parent) throws IOException {
    var ownerAlone = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    while (true) {
      String name = FOLDER + Integer.toString(ThreadLocalRandom.current().nextInt(FOLDERS), FOLDER_DIGITS);
      try {
        return Files.createDirectory(parent.resolve(name), ownerAlone);
      } catch (FileAlreadyExistsException _) {
        // another try, another name
      } catch (UnsupportedOperationException e) {
        throw new IOException("the file system has no permissions that keep others out", e);
      }
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// What the socket is to be bound to.
  UnixDomainSocketAddress toBind() {
    return UnixDomainSocketAddress.of(folder.resolve(SOCKET));
  }

  /// Gives the bound socket its name, until [#close] or the end of the JVM.
  void publish() throws IOException {
    var bound = folder.resolve(SOCKET);
    Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
    key = attributes(bound).fileKey();
    Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(folder);
    try {
      Runtime.getRuntime().addShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // the JVM ends already: the next program finds that nobody listens
    }
  }

  /// Removes what is left of it. The file of another program that has taken the name stays.
  void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // the JVM ends
    }
    delete();
  }

  private void delete() {
    try {
      Files.deleteIfExists(folder.resolve(SOCKET));
      Files.deleteIfExists(folder);
      if (key != null && Objects.equals(key, attributes(path).fileKey())) {
        Files.delete(path);
      }
    } catch (IOException _) {
      // gone, or not to be removed: it is nobody's, and found out to be
    }
  }
}
