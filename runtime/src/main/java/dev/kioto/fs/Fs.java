package dev.kioto.fs;

import dev.kioto.future.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Files and directories by their paths. For a file that is read or written bit by bit see [File].
///
/// Each function gives a future that does nothing until it is polled; `await()` suspends a direct task and blocks a plain thread
/// that is inside the runtime. What is large is done in pieces of at most 2 MiB, or of some hundred entries.
///
/// **Cancellation.** One that is given up before a thread of the pool has taken it does nothing. Later the piece that is under
/// way is done, and it is the last: what is already read is lost, what is written or removed stays so.
///
/// Failures: see the package. The counterpart of Tokio's module `fs`.
public final class Fs {
  private Fs() {}

  // --- whole files ---

  /// All bytes of a file, also of one that does not say its length, as in `/proc`. A file of more than 2 GiB does not fit and
  /// fails.
  public static Future<byte[]> read(Path path) {
    return FsFuture.of(path, "read", new ReadAll(path));
  }

  /// A file as text. Fails when it is not UTF-8, and says at which byte.
  public static Future<String> readToString(Path path) {
    return FsFuture.of(path, "readToString", new ReadText(path));
  }

  /// Makes a file of these bytes, in the place of what it had. Not in one step: others may see a part, and one that is given up
  /// leaves it.
  ///
  /// @param content not copied, so not to be changed until the future is over; when it is given up not for as long as the piece
  ///     that is under way takes
  public static Future<@Nullable Void> write(Path path, byte[] content) {
    Objects.requireNonNull(content, "content");
    return FsFuture.of(path, "write", new WriteAll(path, () -> ByteBuffer.wrap(content)));
  }

  /// Makes a file of this text in UTF-8, as [#write(Path, byte[])] does. Fails when the text has half of a surrogate pair.
  public static Future<@Nullable Void> write(Path path, String content) {
    Objects.requireNonNull(content, "content");
    return FsFuture.of(path, "write",
        new WriteAll(path, () -> StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(content))));
  }

  /// Copies content and permissions of a regular file to another one, in the place of what that had.
  ///
  /// @return how many bytes it were
  public static Future<Long> copy(Path from, Path to) {
    return FsFuture.of(pair(from, to), "copy", new CopyFile(from, to));
  }

  // --- names ---

  /// Gives a file or a directory another name, in one step, on the same file system. A file that has the name is replaced, and
  /// so is an empty directory by a directory.
  public static Future<@Nullable Void> rename(Path from, Path to) {
    return call(pair(from, to), "rename", () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
  }

  /// Removes a file or a link; of a directory it fails.
  public static Future<@Nullable Void> removeFile(Path path) {
    return call(path, "removeFile", () -> {
      if (attributes(path).isDirectory()) {
        throw new FileSystemException(path.toString(), null, "it is a directory");
      }
      Files.delete(path);
      return null;
    });
  }

  /// Removes a directory that is empty.
  public static Future<@Nullable Void> removeDir(Path path) {
    return call(path, "removeDir", () -> {
      if (!attributes(path).isDirectory()) {
        throw new NotDirectoryException(path.toString());
      }
      Files.delete(path);
      return null;
    });
  }

  /// Removes a directory and all that is in it; of a symbolic link the link alone. A failure leaves what was not removed yet.
  public static Future<@Nullable Void> removeDirAll(Path path) {
    return FsFuture.of(path, "removeDirAll", new RemoveTree(path));
  }

  /// Makes a directory; its parent exists, and it does not.
  public static Future<@Nullable Void> createDir(Path path) {
    return call(path, "createDir", () -> Files.createDirectory(path));
  }

  /// Makes a directory and those of its parents that do not exist. One that exists is left as it is.
  public static Future<@Nullable Void> createDirAll(Path path) {
    return call(path, "createDirAll", () -> Files.createDirectories(path));
  }

  /// Opens a directory, to read what is in it.
  ///
  /// @return a stream, to be closed when it is left before its end
  public static Future<ReadDir> readDir(Path path) {
    return ReadDir.open(path);
  }

  // --- links ---

  /// Makes a symbolic link.
  ///
  /// @param original what it leads to, which need not exist; a relative one is from where the link is
  public static Future<@Nullable Void> symlink(Path original, Path link) {
    return call(pair(link, original), "symlink", () -> Files.createSymbolicLink(link, original));
  }

  /// What a symbolic link leads to, as it is written in it.
  public static Future<Path> readLink(Path path) {
    return FsFuture.of(path, "readLink", Work.of(() -> Files.readSymbolicLink(path)));
  }

  /// Gives a file another name besides the ones that it has.
  public static Future<@Nullable Void> hardLink(Path original, Path link) {
    return call(pair(link, original), "hardLink", () -> Files.createLink(link, original));
  }

  /// The path of something that exists, absolute, without links and without `.` and `..`.
  public static Future<Path> canonicalize(Path path) {
    return FsFuture.of(path, "canonicalize", Work.of(path::toRealPath));
  }

  // --- what there is ---

  /// What is under a path, links followed.
  public static Future<Metadata> metadata(Path path) {
    return FsFuture.of(path, "metadata", Work.of(() -> Metadata.read(path)));
  }

  /// What is under a path; of a symbolic link, the link itself.
  public static Future<Metadata> symlinkMetadata(Path path) {
    return FsFuture.of(path, "symlinkMetadata", Work.of(() -> Metadata.read(path, LinkOption.NOFOLLOW_LINKS)));
  }

  /// Whether there is something under a path, links followed. Fails when that cannot be found out, as through a directory that
  /// may not be searched, or links that lead in a circle.
  public static Future<Boolean> tryExists(Path path) {
    return FsFuture.of(path, "tryExists", Work.of(() -> {
      try {
        Files.readAttributes(path, BasicFileAttributes.class);
        return true;
      } catch (NoSuchFileException _) {
        return false;
      }
    }));
  }

  /// Whether there is something under a path that can be reached: false also where [#tryExists] fails.
  public static Future<Boolean> exists(Path path) {
    return FsFuture.of(path, "exists", Work.of(() -> Files.exists(path)));
  }

  /// Says who may do what with a file, links followed.
  ///
  /// The future throws [UnsupportedOperationException] where the file system knows no POSIX permissions.
  public static Future<@Nullable Void> setPermissions(Path path, Set<PosixFilePermission> permissions) {
    var copy = Set.copyOf(permissions);
    return call(path, "setPermissions", () -> {
      var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
      if (view == null) {
        throw new UnsupportedOperationException(path + ": its file system knows no POSIX permissions");
      }
      view.setPermissions(copy);
      return null;
    });
  }

  // --- all of them ---

  private static <T extends @Nullable Object> Future<@Nullable Void> call(Object of, String what, Work.Call<T> call) {
    Function<T, @Nullable Void> nothing = _ -> null;
    return FsFuture.of(of, what, Work.of(call), nothing);
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  // For the messages of operations that have two paths.
  private static Object pair(Path path, Path other) {
    return Objects.requireNonNull(path, "path") + " to " + Objects.requireNonNull(other, "path");
  }
}
