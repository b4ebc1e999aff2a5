package dev.kioto.testing;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.stream.Stream;
import dev.kioto.time.Sleep;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A stream that follows a script, for tests of what reads streams.
///
/// ```java
/// var stream = StreamMock.<Integer>builder().next(1).await(Duration.ofSeconds(5)).next(2).build();
/// ```
///
/// It ends after the last step, and answers the end again when it is polled after it. Closing it before it has come to the end
/// of its script throws [AssertionError]: what read it has left something. A script that waits is polled inside a runtime. After
/// tokio-test's `stream_mock`.
///
/// @param <T> the type of the items
public final class StreamMock<T> implements Stream<T> {
  private final Queue<Step<T>> script;

  // Both: the polling thread. The sleep of the first step, when that is a wait which has begun.
  private @Nullable Sleep sleep;
  private boolean closed;

  private StreamMock(List<Step<T>> script) {
    this.script = new ArrayDeque<>(script);
  }

  /// A script without steps.
  public static <T> Builder<T> builder() {
    return new Builder<>();
  }

  private sealed interface Step<T> {
    record Next<T>(T item) implements Step<T> {}

    record Wait<T>(Duration duration) implements Step<T> {}

    record Fail<T>(RuntimeException failure) implements Step<T> {}
  }

  /// Writes the script of a [StreamMock]. It may build several. One thread.
  public static final class Builder<T> {
    private final List<Step<T>> script = new ArrayList<>();

    private Builder() {}

    /// Then gives an item.
    public Builder<T> next(T item) {
      script.add(new Step.Next<>(Objects.requireNonNull(item, "item")));
      return this;
    }

    /// Then gives nothing for a while, counted from the first poll that comes to this step.
    ///
    /// @throws IllegalArgumentException when `duration` is negative
    public Builder<T> await(Duration duration) {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("duration must be zero or more, but is " + duration);
      }
      script.add(new Step.Wait<>(duration));
      return this;
    }

    /// Then fails. The script is over with this step.
    public Builder<T> fail(RuntimeException failure) {
      script.add(new Step.Fail<>(Objects.requireNonNull(failure, "failure")));
      return this;
    }

    /// A stream that follows the script.
    public StreamMock<T> build() {
      return new StreamMock<>(script);
    }
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    while (true) {
      switch (script.peek()) {
        case null -> {
          return Poll.ready(null);
        }
        case Step.Next<T>(T item) -> {
          script.remove();
          return Poll.ready(item);
        }
        case Step.Fail<T>(RuntimeException failure) -> {
          script.clear();
          throw failure;
        }
        case Step.Wait<T>(Duration duration) -> {
          if (!isOver(duration, cx)) {
            return Poll.pending();
          }
          script.remove();
        }
      }
    }
  }

  private boolean isOver(Duration duration, Context cx) {
    var running = sleep;
    if (running == null) {
      running = Time.sleep(duration);
      sleep = running;
    }
    if (!running.poll(cx).isReady()) {
      return false;
    }
    sleep = null;
    return true;
  }

  /// Ends the test's use of the stream.
  ///
  /// @throws AssertionError when the script has steps left; closing again does nothing
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    var running = sleep;
    sleep = null;
    if (running != null) {
      running.drop();
    }
    if (!script.isEmpty()) {
      throw new AssertionError("the stream was closed with steps of its script left: " + script);
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(script.size() + " steps left of a script");
    trace.future(sleep);
  }
}
