package dev.kioto.future;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The value of the first of several futures to be over. A poll polls those that were woken.
final class Race<T extends @Nullable Object> implements Future<T> {
  private final PollSet<T> set = new PollSet<>();

  Race(Collection<? extends Future<? extends T>> futures) {
    for (var future : futures) {
      @SuppressWarnings("unchecked") // its values are only read
      var same = (Future<T>) future;
      set.add(same, 0);
    }
    if (set.length() == 0) {
      throw new IllegalArgumentException("a race of no futures would never be over: give it one or more");
    }
  }

  @Override
  public Poll<T> poll(Context cx) {
    if (set.length() == 0) {
      throw Branch.polledAfterOver("race");
    }
    PollSet.Entry<T> winner;
    try {
      winner = set.pollNext(cx);
    } catch (Throwable e) {
      throw Failures.sneaky(Failures.add(set.dropAll(e), e));
    }
    if (winner == null) {
      return Poll.pending();
    }
    drop();
    return Poll.ready(winner.takeValue());
  }

  @Override
  public void drop() {
    var failure = set.dropAll(null);
    if (failure != null) {
      throw Failures.sneaky(failure);
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("the first of " + set.length() + " branches");
    set.describe(trace);
  }
}
