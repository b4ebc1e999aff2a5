package dev.kioto.fs;

import dev.kioto.future.Poll;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Removes a directory and all that is in it. Links are removed and not followed: where the system allows it each step is taken
/// from an open directory, so that nobody can put a link in the way meanwhile.
final class RemoveTree implements Work<@Nullable Void> {
  private static final int ENTRIES = 256; // of one piece; a guess: some milliseconds

  private final Path root;
  private final Deque<Level> levels = new ArrayDeque<>(); // from where it is up to the root
  private boolean begun;

  RemoveTree(Path root) {
    this.root = root;
  }

  private record Level(Path name, DirectoryStream<Path> directory, Iterator<Path> entries) {
    static Level of(Path name, DirectoryStream<Path> directory) {
      return new Level(name, directory, directory.iterator());
    }
  }

  @Override
  public Poll<@Nullable Void> piece() throws IOException {
    if (!begun && !begin()) {
      return Poll.ready(null);
    }
    for (int i = 0; i < ENTRIES; i++) {
      var level = levels.element();
      if (level.entries.hasNext()) {
        remove(level.directory, level.entries.next());
      } else if (leave(level)) {
        return Poll.ready(null);
      }
    }
    return Poll.pending();
  }

  // False when there is no directory to go into.
  @SuppressWarnings("StreamResourceLeak") // closed by leave() or close()
  private boolean begin() throws IOException {
    begun = true;
    var attributes = Files.readAttributes(root, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      Files.delete(root);
      return false;
    }
    if (!attributes.isDirectory()) {
      throw new NotDirectoryException(root.toString());
    }
    levels.push(Level.of(root, Files.newDirectoryStream(root)));
    return true;
  }

  private void remove(DirectoryStream<Path> parent, Path entry) throws IOException {
    try {
      if (isDirectory(parent, entry)) {
        levels.push(Level.of(entry, open(parent, entry)));
      } else if (parent instanceof SecureDirectoryStream<Path> secure) {
        secure.deleteFile(entry.getFileName());
      } else {
        Files.delete(entry);
      }
    } catch (NoSuchFileException _) {
      // Somebody else removes it as well.
    }
  }

  private static boolean isDirectory(DirectoryStream<Path> parent, Path entry) throws IOException {
    var view = parent instanceof SecureDirectoryStream<Path> secure
        ? secure.getFileAttributeView(entry.getFileName(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        : Files.getFileAttributeView(entry, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    return view.readAttributes().isDirectory();
  }

  @SuppressWarnings("StreamResourceLeak") // closed by leave() or close()
  private static DirectoryStream<Path> open(DirectoryStream<Path> parent, Path entry) throws IOException {
    return parent instanceof SecureDirectoryStream<Path> secure
        ? secure.newDirectoryStream(entry.getFileName(), LinkOption.NOFOLLOW_LINKS)
        : Files.newDirectoryStream(entry);
  }

  // All entries of a directory are gone. True when it was the root.
  private boolean leave(Level level) throws IOException {
    levels.pop();
    level.directory.close();
    var parent = levels.peek();
    try {
      if (parent != null && parent.directory instanceof SecureDirectoryStream<Path> secure) {
        secure.deleteDirectory(level.name.getFileName());
      } else {
        Files.delete(level.name);
      }
    } catch (NoSuchFileException e) {
      if (parent == null) {
        throw e;
      }
    }
    return parent == null;
  }

  @Override
  public void close() {
    levels.forEach(level -> SharedChannel.close(level.directory));
    levels.clear();
  }
}
