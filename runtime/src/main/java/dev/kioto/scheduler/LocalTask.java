package dev.kioto.scheduler;

import dev.kioto.future.Future;
import org.jspecify.annotations.Nullable;

/// A future task that one thread alone polls, as part of a [LocalTasks].
///
/// @param <T> the type of the result
final class LocalTask<T extends @Nullable Object> extends FutureTask<T> {
  private final LocalTasks home;

  LocalTask(LocalTasks home, TaskOptions options, Future<T> future) {
    super(home.scheduler(), options, future);
    this.home = home;
  }

  LocalTasks home() {
    return home;
  }

  @Override
  void submit(@Nullable Core core) {
    home.submit(this, core);
  }

  @Override
  OwnedTasks owner() {
    return home.owned();
  }
}
