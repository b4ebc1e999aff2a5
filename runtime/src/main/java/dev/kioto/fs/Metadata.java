package dev.kioto.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a file system says of a file, as it was when it was asked.
///
/// @param type what it is
/// @param length in bytes; of a directory or a device whatever the system says
/// @param modified when the content was last changed
/// @param accessed when it was last read, as exactly as the system keeps it; when it does not, the time of the change
/// @param created when it was made; when the system does not keep it, the time of the change
/// @param permissions who may do what; null where the file system knows no POSIX permissions
/// @param key the same for two paths to one file; null where the system has none
public record Metadata(FileType type, long length, Instant modified, Instant accessed, Instant created,
    @Nullable Set<PosixFilePermission> permissions, @Nullable Object key) {

  /// Whether it is a regular file.
  public boolean isFile() {
    return type == FileType.FILE;
  }

  /// Whether it is a directory.
  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  /// Whether it is a symbolic link, which it can be only when links were not followed.
  public boolean isSymlink() {
    return type == FileType.SYMLINK;
  }

  static Metadata read(Path path, LinkOption... links) throws IOException {
    Class<? extends BasicFileAttributes> most = path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? PosixFileAttributes.class : BasicFileAttributes.class;
    return of(Files.readAttributes(path, most, links));
  }

  static Metadata of(BasicFileAttributes from) {
    return new Metadata(typeOf(from), from.size(), from.lastModifiedTime().toInstant(),
        from.lastAccessTime().toInstant(), from.creationTime().toInstant(),
        from instanceof PosixFileAttributes posix ? Set.copyOf(posix.permissions()) : null, from.fileKey());
  }

  static FileType typeOf(BasicFileAttributes from) {
    return from.isRegularFile() ? FileType.FILE
        : from.isDirectory() ? FileType.DIRECTORY : from.isSymbolicLink() ? FileType.SYMLINK : FileType.OTHER;
  }

  Metadata withLength(long newLength) {
    return new Metadata(type, newLength, modified, accessed, created, permissions, key);
  }
}
