package dev.kioto.future;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of many futures, in their order. A poll polls those that were woken.
final class JoinMany<T extends @Nullable Object> implements Future<List<T>> {
  private final PollSet<T> set = new PollSet<>();
  private final boolean failsFast;

  // Both: the polling thread.
  private @Nullable Object @Nullable [] values; // null once over
  private @Nullable Throwable failure;

  JoinMany(boolean failsFast, Collection<? extends Future<T>> futures) {
    this.failsFast = failsFast;
    int count = 0;
    for (var future : futures) {
      set.add(future, count++);
    }
    values = new Object[count];
  }

  @Override
  public Poll<List<T>> poll(Context cx) {
    var into = values;
    if (into == null) {
      throw Branch.polledAfterOver("join");
    }
    while (true) {
      PollSet.Entry<T> entry;
      try {
        entry = set.pollNext(cx);
      } catch (Throwable e) {
        failed(e);
        continue;
      }
      if (entry != null) {
        into[entry.index] = entry.takeValue();
      } else {
        return set.length() > 0 ? Poll.pending() : Poll.ready(finish(into));
      }
    }
  }

  private void failed(Throwable e) {
    if (failsFast) {
      values = null;
      throw Failures.sneaky(Failures.add(set.dropAll(e), e));
    }
    failure = Failures.add(failure, e);
  }

  @SuppressWarnings("unchecked") // each value came from a Future<T>
  private List<T> finish(@Nullable Object[] all) {
    values = null;
    if (failure != null) {
      throw Failures.sneaky(failure);
    }
    return (List<T>) Collections.unmodifiableList(Arrays.asList(all));
  }

  @Override
  public void drop() {
    values = null;
    var thrown = set.dropAll(null);
    if (thrown != null) {
      throw Failures.sneaky(thrown);
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(set.length() + " branches");
    set.describe(trace);
  }
}
