package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// See [Streams#fromPublisher].
final class PublisherStream<T> implements Stream<T> {

  /*
   * The publisher's threads put items, the subscription and the end into the inbox, under its lock, and wake the waker that they
   * find there, outside of it. The polling thread takes items out under the same lock, and leaves its waker when it found none:
   * so whoever puts sees the waker, or the poll saw what was put.
   *
   * Only the polling thread calls the subscription, in polls and in close(): so its calls are serial, as rule 2.7 of the
   * Reactive Streams wants. The exception is a subscription that comes after close(), which its own thread cancels.
   *
   *   demand = wait in the inbox + asked for and not come yet + taken and not asked for again (`owed`)
   */

  private final Flow.Publisher<? extends T> publisher;
  private final int demand;
  private final int batch;
  private final Inbox<T> inbox;

  // All: the polling thread.
  private boolean subscribed;
  private boolean asked;
  private int owed;

  PublisherStream(Flow.Publisher<? extends T> publisher, int demand) {
    this.publisher = Objects.requireNonNull(publisher, "publisher");
    this.demand = Items.atLeastOne(demand, "demand");
    this.batch = Math.max(1, demand / 2); // a guess: seldom enough, and early enough for the publisher not to run dry
    this.inbox = new Inbox<>(demand);
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    if (!subscribed) {
      subscribe();
    }
    ask();
    var poll = inbox.take(cx.waker());
    if (!(poll instanceof Poll.Ready<T>(var item))) {
      cx.restoreBudget();
    } else if (item != null) {
      owed++;
      ask();
    }
    return poll;
  }

  private void subscribe() {
    subscribed = true;
    boolean done = false;
    try {
      publisher.subscribe(inbox);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  // May call onNext on this very thread.
  private void ask() {
    var subscription = inbox.subscription();
    if (subscription == null) {
      return;
    }
    if (!asked) {
      asked = true;
      subscription.request(demand);
    } else if (owed >= batch) {
      int again = owed;
      owed = 0;
      subscription.request(again);
    }
  }

  @Override
  public void close() {
    subscribed = true;
    var subscription = inbox.close();
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("an item of " + publisher.getClass().getName());
  }

  /// What has come from the publisher.
  private static final class Inbox<T> implements Flow.Subscriber<T> {
    private final int capacity;
    private final BriefLock lock = new BriefLock();

    // All: under the lock. The subscription is null before it came, and once it is not to be called any more; the failure only
    // when ended, and until it is thrown.
    private final Queue<T> items = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private boolean ended;
    private @Nullable Throwable failure;
    private @Nullable Waker waker;

    Inbox(int capacity) {
      this.capacity = capacity;
    }

    // --- the publisher's threads ---

    @Override
    public void onSubscribe(Flow.Subscription offered) {
      Objects.requireNonNull(offered, "subscription");
      Waker woken;
      boolean taken;
      lock.lock();
      try {
        taken = subscription == null && !ended;
        if (taken) {
          subscription = offered;
        }
        woken = takeWaker();
      } finally {
        lock.unlock();
      }
      if (taken) {
        wake(woken);
      } else {
        offered.cancel(); // closed, or a second one, which rule 2.5 refuses
      }
    }

    @Override
    public void onNext(T item) {
      Objects.requireNonNull(item, "item");
      Waker woken;
      lock.lock();
      try {
        if (ended) {
          return;
        }
        if (items.size() < capacity) {
          items.add(item);
        } else {
          failure = new IllegalStateException(
              "the publisher sent more than the " + capacity + " items that it was asked for");
          ended = true;
        }
        woken = takeWaker();
      } finally {
        lock.unlock();
      }
      wake(woken);
    }

    @Override
    public void onError(Throwable thrown) {
      end(Objects.requireNonNull(thrown, "throwable"));
    }

    @Override
    public void onComplete() {
      end(null);
    }

    private void end(@Nullable Throwable thrown) {
      Waker woken;
      lock.lock();
      try {
        if (ended) {
          return;
        }
        ended = true;
        failure = thrown;
        subscription = null; // rule 2.4: it is cancelled
        woken = takeWaker();
      } finally {
        lock.unlock();
      }
      wake(woken);
    }

    private @Nullable Waker takeWaker() {
      var taken = waker;
      waker = null;
      return taken;
    }

    private static void wake(@Nullable Waker waker) {
      if (waker != null) {
        waker.wake();
      }
    }

    // --- the polling thread ---

    Flow.@Nullable Subscription subscription() {
      lock.lock();
      try {
        return ended ? null : subscription;
      } finally {
        lock.unlock();
      }
    }

    Poll<@Nullable T> take(Waker polling) {
      Throwable thrown;
      Flow.Subscription offender;
      lock.lock();
      try {
        T item = items.poll();
        if (item == null && !ended) {
          waker = polling;
          return Poll.pending();
        }
        thrown = failure;
        if (item != null || thrown == null) {
          return Poll.ready(item);
        }
        failure = null;
        offender = subscription; // of a publisher that sent too much
        subscription = null;
      } finally {
        lock.unlock();
      }
      if (offender != null) {
        offender.cancel();
      }
      throw unchecked(thrown);
    }

    private static RuntimeException unchecked(Throwable thrown) {
      return switch (thrown) {
        case RuntimeException e -> e;
        case Error e -> throw e;
        default -> new CompletionException(thrown);
      };
    }

    /// Takes nothing more, and gives up what is there.
    ///
    /// @return what is to be cancelled, or null
    Flow.@Nullable Subscription close() {
      lock.lock();
      try {
        ended = true;
        failure = null;
        waker = null;
        items.clear();
        var open = subscription;
        subscription = null;
        return open;
      } finally {
        lock.unlock();
      }
    }
  }
}
