package dev.kioto.fs;

/// What is under a path.
public enum FileType {
  /// A regular file.
  FILE,
  /// A directory.
  DIRECTORY,
  /// A symbolic link, when links are not followed.
  SYMLINK,
  /// Something else: a device, a pipe, a socket.
  OTHER
}
