package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Handle;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// See [Stream#toPublisher]. Numbers of rules are those of the Reactive Streams.
final class StreamPublisher<T> implements Flow.Publisher<T> {
  private final Stream<T> stream;
  private final Handle handle;
  private final AtomicBoolean taken = new AtomicBoolean();

  StreamPublisher(Stream<T> stream, Handle handle) {
    this.stream = stream;
    this.handle = Objects.requireNonNull(handle, "handle");
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (taken.getAndSet(true)) {
      subscriber.onSubscribe(new Refused());
      subscriber.onError(
          new IllegalStateException("this publisher of a stream has its subscriber: a stream's items come once"));
      return;
    }
    var demand = new Demand();
    boolean accepted = false;
    try {
      subscriber.onSubscribe(demand);
      accepted = true;
    } finally {
      if (!accepted) {
        stream.close();
      }
    }
    handle.task().name("publisher").spawn(new Delivery<T>(stream, demand, subscriber));
  }

  private record Refused() implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  /// The task that hands the items to the subscriber: all its signals come from its polls and so one at a time (rule 1.3).
  private static final class Delivery<T> implements Future<@Nullable Void> {
    private final Stream<T> stream;
    private final Demand demand;

    // The polling thread only. Null when this is over, so that the subscriber can be collected (rule 3.13).
    private Flow.@Nullable Subscriber<? super T> subscriber;

    Delivery(Stream<T> stream, Demand demand, Flow.Subscriber<? super T> subscriber) {
      this.stream = stream;
      this.demand = demand;
      this.subscriber = subscriber;
    }

    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      var receiver = subscriber;
      if (receiver == null) {
        throw new IllegalStateException("a publisher's task was polled after it was over");
      }
      demand.attend(cx.waker());
      boolean over = true;
      try {
        over = deliver(receiver, cx);
      } finally {
        if (over) {
          end();
        }
      }
      return over ? Poll.ready(null) : Poll.pending();
    }

    /// Hands over what there is and is asked for.
    ///
    /// @return whether this is over
    private boolean deliver(Flow.Subscriber<? super T> receiver, Context cx) {
      while (demand.state() == Demand.State.RUNS) {
        if (!demand.isPositive()) {
          return false;
        }
        Poll<@Nullable T> poll;
        try {
          poll = Items.poll(stream, cx);
        } catch (Throwable e) {
          receiver.onError(e);
          return true;
        }
        if (!(poll instanceof Poll.Ready<T>(var item))) {
          return false;
        }
        if (item == null) {
          receiver.onComplete();
          return true;
        }
        demand.take();
        receiver.onNext(item);
      }
      if (demand.state() == Demand.State.MISUSED) {
        receiver.onError(new IllegalArgumentException(
            "a subscriber must ask for at least 1 item, and asked for fewer (rule 3.9)"));
      }
      return true;
    }

    private void end() {
      subscriber = null;
      stream.close();
    }

    @Override
    public void drop() {
      var receiver = subscriber;
      end();
      if (receiver != null && demand.state() != Demand.State.CANCELLED) {
        receiver
            .onError(new CancelledException("the task of this publisher was aborted, or its runtime has shut down"));
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      if (demand.isPositive()) {
        Items.describe(trace, stream);
      } else {
        trace.detail("the subscriber to ask for items");
      }
    }
  }
}
