package dev.kioto.instrument;

import dev.kioto.probe.TaskKind;
import dev.kioto.task.Task;
import java.util.concurrent.atomic.AtomicLong;

/// What a task of a [KnownProgram] has done, as it counts itself.
final class Known {
  final TaskKind kind;
  /// The task inside whose poll it was spawned, 0 for none.
  final long parent;
  final AtomicLong polls = new AtomicLong();
  final AtomicLong wakes = new AtomicLong();
  final AtomicLong selfWakes = new AtomicLong();
  /// Wakers taken from the contexts of its polls.
  final AtomicLong wakers = new AtomicLong();
  /// Wakes that have been asked for and not been made.
  final AtomicLong owed = new AtomicLong();
  // Written by its first poll, read when it is over.
  volatile long id;

  Known(TaskKind kind) {
    this.kind = kind;
    parent = Task.tryId().orElse(0);
  }

  /// Called inside each poll.
  void polled() {
    polls.incrementAndGet();
    id = Task.id();
  }

  @Override
  public String toString() {
    return kind + " task " + id;
  }
}
