package dev.kioto.fs;

import dev.kioto.future.Future;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/// What a directory has under one name. Any thread.
///
/// @param path the path of the directory, with the name
public record DirEntry(Path path) {
  /// Its name.
  public Path fileName() {
    return Objects.requireNonNull(path.getFileName());
  }

  /// What it is; of a symbolic link, the link itself. See [Fs#symlinkMetadata].
  public Future<Metadata> metadata() {
    return Fs.symlinkMetadata(path);
  }

  /// What kind of thing it is, links not followed.
  public Future<FileType> fileType() {
    return FsFuture.of(path, "fileType", Work.of(() -> Metadata.read(path, LinkOption.NOFOLLOW_LINKS)),
        Metadata::type);
  }
}
