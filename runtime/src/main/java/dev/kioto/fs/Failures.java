package dev.kioto.fs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says what failed, in words: the exceptions of `java.nio.file` have the path for their message and the reason for their class.
final class Failures {
  private Failures() {}

  /// The documented form of a failure: `/tmp/x: removeFile failed: no such file or directory`.
  ///
  /// @param of the path, or what else it was done to
  static UncheckedIOException of(Object of, String what, IOException e) {
    return new UncheckedIOException(of + ": " + what + " failed: " + why(of, e), e);
  }

  private static String why(Object of, IOException e) {
    return switch (e) {
      case FileSystemException system -> reason(system) + elsewhere(of, system.getFile());
      case ClosedChannelException _ -> "it is closed";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private static String reason(FileSystemException e) {
    String said = e.getReason();
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case FileAlreadyExistsException _ -> "it exists already";
      case DirectoryNotEmptyException _ -> "the directory is not empty";
      case AccessDeniedException _ when said == null -> "permission denied";
      case NotDirectoryException _ when said == null -> "it is not a directory";
      case NotLinkException _ when said == null -> "it is not a symbolic link";
      case FileSystemLoopException _ -> "too many symbolic links";
      case AtomicMoveNotSupportedException _ when said == null -> "it is on another file system";
      default -> said == null ? e.getClass().getSimpleName() : said;
    };
  }

  // The file that it failed for, where that is not the one that was named.
  private static String elsewhere(Object of, @Nullable String file) {
    return file == null || of.toString().contains(file) ? "" : " (" + file + ")";
  }

  /// What the JDK's channels and directories throw unchecked, as what it is: a failure of the file.
  static Throwable asIo(Throwable e) {
    return switch (e) {
      case NonReadableChannelException _ -> new IOException("it was not opened for reading", e);
      case NonWritableChannelException _ -> new IOException("it was not opened for writing", e);
      case DirectoryIteratorException iterator -> Objects.requireNonNull(iterator.getCause());
      default -> e;
    };
  }
}
