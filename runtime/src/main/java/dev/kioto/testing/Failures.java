package dev.kioto.testing;

import dev.kioto.future.Poll;
import java.util.function.Supplier;

/// For polls that are to throw.
final class Failures {
  private Failures() {}

  static <E extends Throwable> E of(Class<E> type, Supplier<? extends Poll<?>> poll) {
    Poll<?> answer;
    try {
      answer = poll.get();
    } catch (Throwable e) {
      if (type.isInstance(e)) {
        return type.cast(e);
      }
      throw new AssertionError("expected a " + type.getName() + ", but it threw " + e, e);
    }
    throw new AssertionError("expected a " + type.getName() + ", but it is "
        + (answer instanceof Poll.Ready<?>(var value) ? "ready with " + Polls.shown(value) : "pending"));
  }
}
