package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A future of one's own that is not ready, and that has not kept the waker that would tell its task when it is.
final class LostWaker implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(100);

  @Override
  public String id() {
    return "lost-waker";
  }

  @Override
  public String look() {
    return "the task 'reader': idle after its first poll, without a waker that could wake it";
  }

  @Override
  public String sick() {
    return "a future answers 'pending' and forgets the waker: values come, and nobody tells the task that waits for them";
  }

  @Override
  public String healthy() {
    return "the same future keeps the waker of its last poll, and a value that comes wakes it";
  }

  @Override
  public boolean hasDirect() {
    return false; // what wakes a direct task is the JDK's affair
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var letters = variant.isHealthy() ? new Mailbox() : new ForgetfulMailbox();
    runtime.task().name("writer").spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
      letters.put("a letter");
      return true;
    })));
    runtime.task().name("reader").spawn(Loop.forever(letters::take));
  }

  /// A place for one letter. The next one replaces it.
  private static sealed class Mailbox permits ForgetfulMailbox {
    final AtomicReference<@Nullable String> letter = new AtomicReference<>();
    private final AtomicReference<@Nullable Waker> waiting = new AtomicReference<>();

    final void put(String next) {
      letter.set(next);
      var waker = waiting.getAndSet(null);
      if (waker != null) waker.wake();
    }

    Future<String> take() {
      return this::poll;
    }

    Poll<String> poll(Context cx) {
      waiting.set(cx.waker());
      var found = letter.getAndSet(null); // after the waker is there: a letter that comes now wakes it
      return found == null ? Poll.pending() : Poll.ready(found);
    }
  }

  private static final class ForgetfulMailbox extends Mailbox {
    @Override
    Poll<String> poll(Context cx) {
      var found = letter.getAndSet(null);
      return found == null ? Poll.pending() : Poll.ready(found);
    }
  }
}
