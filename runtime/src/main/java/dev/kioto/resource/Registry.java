package dev.kioto.resource;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.ThreadProbe;
import org.jspecify.annotations.Nullable;

/// What one observed runtime knows of resources. Any thread.
public interface Registry {

  /// As in [dev.kioto.probe.RuntimeView#id].
  long runtimeId();

  /// Whether anybody wants to know of operations now.
  boolean isWanted();

  /// The channel of the calling thread.
  ThreadProbe probe();

  /// The frame that called into the runtime's doors, or null when it is not to be taken.
  @Nullable StackTraceElement location();

  void add(ResourceView resource);

  void remove(ResourceView resource);

  /// An operation waits.
  void add(OperationView operation);

  /// An operation is over.
  void remove(OperationView operation);
}
