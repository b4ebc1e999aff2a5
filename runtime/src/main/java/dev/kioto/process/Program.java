package dev.kioto.process;

/// What a child is called in messages: its program, and its process id once it has one.
final class Program {
  private final String name;

  // Set once, when the process has started, before the child is handed out.
  private volatile long pid;

  Program(String name) {
    this.name = name;
  }

  void started(long id) {
    pid = id;
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
