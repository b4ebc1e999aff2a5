package dev.kioto.process;

import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// What a child is called in messages: its program, and its process id once it has one.
final class Program implements Observed.Whole {
  private final String name;

  // Set once, when the process has started, before the child is handed out.
  private volatile long pid;

  // The same.
  private volatile @Nullable Child child;

  Program(String name) {
    this.name = name;
  }

  void started(long id) {
    pid = id;
  }

  void spawned(Child made) {
    child = made;
  }

  /// The child, which its streams are parts of.
  @Override
  public @Nullable Resource resource() {
    var made = child;
    return made == null ? null : made.resource();
  }

  /// 0 before it has started.
  long pid() {
    return pid;
  }

  /// One of its streams.
  ///
  /// @param stream `stdin`, for instance
  String stream(String stream) {
    return stream + " of " + this;
  }

  @Override
  public String toString() {
    long id = pid;
    return "command '" + name + "'" + (id == 0 ? "" : " (process " + id + ")");
  }
}
