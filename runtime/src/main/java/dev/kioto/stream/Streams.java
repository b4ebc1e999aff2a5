package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.FuturesUnordered;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Lines;
import dev.kioto.io.Split;
import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.net.UnixListener;
import dev.kioto.net.UnixStream;
import dev.kioto.signal.SignalKind;
import dev.kioto.signal.Signals;
import dev.kioto.sync.Broadcast;
import dev.kioto.sync.LaggedException;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.Watch;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinSet;
import dev.kioto.task.Joined;
import dev.kioto.time.DelayQueue;
import dev.kioto.time.Interval;
import dev.kioto.time.Moment;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ways to make streams. All of them answer the end again when they are polled after it, or after a failure.
///
/// Those of things that are there already ([#iter], [#once], [#empty]) take a unit of the task's budget for each answer, so that
/// a loop over them gives way now and then.
public final class Streams {
  private Streams() {}

  // --- of what is there ---

  /// The elements of a collection, in its order. The iterator is made at the first poll.
  ///
  /// The stream fails with a [NullPointerException] at an element that is null, and with what the iterator throws.
  public static <T> Stream<T> iter(Iterable<? extends T> items) {
    return new Iterated<>(items::iterator, () -> {});
  }

  /// The given items.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied
  public static <T> Stream<T> of(T... items) {
    return iter(List.of(items));
  }

  /// The elements of a [java.util.stream.Stream], which is used up, in order and on the polling thread, and closed when this is
  /// closed.
  public static <T> Stream<T> iter(java.util.stream.Stream<? extends T> items) {
    return new Iterated<>(items::iterator, items::close);
  }

  /// One item.
  public static <T> Stream<T> once(T item) {
    return iter(List.of(item));
  }

  /// The value of a future, or nothing when it is null. Closing the stream drops the future, unless it is over.
  public static <T> Stream<T> future(Future<? extends @Nullable T> future) {
    return new Repeat<T>(Objects.requireNonNull(future, "future").intoFuture());
  }

  /// No item.
  public static <T> Stream<T> empty() {
    return iter(List.of());
  }

  /// No item, and no end.
  public static <T> Stream<T> pending() {
    return _ -> Poll.<@Nullable T>pending();
  }

  // --- of what comes ---

  /// The values of futures, each made when the one before was ready; ends at the first that is null. So is anything a stream
  /// that has a future of its next item: `Streams.repeat(receiver::recv)`.
  ///
  /// A future that is under way stays in the stream when a `next()` is dropped, so nothing is lost. The stream is over when one
  /// throws.
  public static <T> Stream<T> repeat(Supplier<? extends Future<? extends @Nullable T>> next) {
    return repeat(next, () -> {});
  }

  /// The same, for a source that is to be closed with the stream, and when it has ended or failed.
  ///
  /// @param close called once
  public static <T> Stream<T> repeat(Supplier<? extends Future<? extends @Nullable T>> next, Runnable close) {
    return new Repeat<>(next, close);
  }

  /// The messages of a channel, with a bound or without. Closing the stream closes the receiver.
  public static <T> Stream<T> receive(Mpsc.Receiver<T> receiver) {
    return repeat(receiver::recv, receiver::close);
  }

  /// A bounded channel as a sink, for as long as the channel has places; what was given is in the channel, so a flush has nothing to
  /// do. It keeps the place that it waits for, or has, until an item takes it or the sink is closed. The sink is the sender's owner: a
  /// shutdown, or the close, closes that handle. It throws [dev.kioto.sync.ChannelClosedException] when the receiver is closed, and can
  /// only be closed then. After tokio-util's `sync/mpsc.rs`.
  public static <T> Sink<T> send(Mpsc.Sender<T> sender) {
    return new ChannelSink<>(sender);
  }

  /// The connections that a listener takes. A failure to take one, as when no descriptor is free, ends the stream: to go on after
  /// it, call [TcpListener#accept]. Closing the stream closes the listener.
  public static Stream<TcpStream> incoming(TcpListener listener) {
    return repeat(listener::accept, listener::close);
  }

  /// The same of a listener at a path.
  public static Stream<UnixStream> incoming(UnixListener listener) {
    return repeat(listener::accept, listener::close);
  }

  /// The signals of a listener. The stream has no end; closing it closes the listener. Tokio's `SignalStream`.
  public static Stream<SignalKind> signals(Signals signals) {
    return repeat(signals::recv, signals::close);
  }

  /// The messages of a broadcast channel. When the receiver has lagged behind, an [Outcome.Failure] of [LaggedException] says how
  /// many messages it has missed, and the stream goes on with the oldest that there is. Closing the stream closes the receiver.
  /// Tokio's `BroadcastStream`.
  public static <T> Stream<Outcome<T>> receive(Broadcast.Receiver<T> receiver) {
    return repeat(() -> new Attempt<>(receiver.recv(), LaggedException.class), receiver::close);
  }

  /// The newest value of a watch channel, and then each that is newer when somebody asks; those in between are left out. Ends when
  /// all senders are closed and the newest value was given. Closing the stream closes the receiver. Tokio's `WatchStream::new`.
  public static <T> Stream<T> receive(Watch.Receiver<T> receiver) {
    receiver.markChanged();
    return changes(receiver);
  }

  /// The values of a watch channel that the receiver has not seen, as they come; see [#receive(Watch.Receiver)]. Tokio's
  /// `WatchStream::from_changes`.
  public static <T> Stream<T> changes(Watch.Receiver<T> receiver) {
    return repeat(() -> Futures.<Boolean, @Nullable T>map(receiver.changed(),
        isNew -> isNew ? receiver.borrowAndUpdate() : null), receiver::close);
  }

  /// The members of a set as they end: an [Outcome.Failure] of [JoinException] for one that failed or was cancelled. Ends when the
  /// set is empty. Closing the stream closes the set, which aborts the rest.
  public static <T extends @Nullable Object> Stream<Outcome<Joined<T>>> join(JoinSet<T> set) {
    return repeat(() -> new Attempt<>(set.joinNext(), JoinException.class), set::close);
  }

  /// The values of futures as they are ready, which are polled together, inside the stream's poll. It fails with a future that
  /// does; the others stay. More futures may be pushed between polls. Closing the stream drops those that are not over.
  public static <T> Stream<T> futures(FuturesUnordered<T> futures) {
    return repeat(futures::next, futures::close);
  }

  /// The entries of a queue as their time comes. It ends when the queue is empty.
  public static <T> Stream<DelayQueue.Expired<T>> expired(DelayQueue<T> queue) {
    return repeat(queue::next);
  }

  /// The ticks of an interval, each the moment at which it was due. It does not end. Tokio's `IntervalStream`.
  public static Stream<Moment> ticks(Interval interval) {
    return repeat(interval::tick);
  }

  /// What a reader has, in pieces as they come, each in a buffer of its own from its position to its limit, up to the end. The stream
  /// fails when a read does. Closing it closes the reader, where that can be closed; so does its end. The other way round is
  /// [StreamReader]. Tokio's `ReaderStream`.
  ///
  /// @param capacity of each buffer, in bytes; at least 1
  /// @throws IllegalArgumentException when the capacity is below 1
  public static Stream<ByteBuffer> read(AsyncRead reader, int capacity) {
    return new Chunks(reader, capacity);
  }

  /// The lines of a reader: `Streams.lines(reader.lines(limit))`. The stream fails, and is over, at a line that is too long or no
  /// text: to go on behind it, use [Lines#nextLine]. Closing it closes the reader, where that can be closed; so does its end.
  /// Tokio's `LinesStream`.
  public static Stream<String> lines(Lines lines) {
    return new Segmented<>(lines, lines::pollNextLine, lines::close);
  }

  /// The parts of what is read, as [#lines] are. Tokio's `SplitStream`.
  public static Stream<byte[]> split(Split split) {
    return new Segmented<>(split, split::pollNextSegment, split::close);
  }

  /// What a publisher publishes. It is subscribed to at the first poll, and never asked for more than `demand` items that were
  /// not taken yet; the subscription is cancelled when the stream is closed. When the publisher fails the stream throws that, in a
  /// [java.util.concurrent.CompletionException] unless it is unchecked.
  ///
  /// @param demand how many items may wait in the stream; at least 1
  /// @throws IllegalArgumentException when `demand` is below 1
  public static <T> Stream<T> fromPublisher(Flow.Publisher<? extends T> publisher, int demand) {
    return new PublisherStream<>(publisher, demand);
  }

  private static final class Iterated<T> implements Stream<T> {
    private final Runnable close;

    // Both: the polling thread. The supplier is null once it was asked, the iterator once it is over.
    private @Nullable Supplier<? extends Iterator<? extends T>> unstarted;
    private @Nullable Iterator<? extends T> items;

    Iterated(Supplier<? extends Iterator<? extends T>> items, Runnable close) {
      this.unstarted = items;
      this.close = close;
    }

    @Override
    public Poll<@Nullable T> pollNext(Context cx) {
      if (!cx.takeBudget()) {
        return Poll.pending();
      }
      var start = unstarted;
      unstarted = null;
      var left = start != null ? start.get() : items;
      items = null; // if it throws
      if (left == null || !left.hasNext()) {
        return Poll.ready(null);
      }
      T item = Objects.requireNonNull(left.next(), "null is no item of a stream, but its end");
      items = left;
      return Poll.ready(item);
    }

    @Override
    public void close() {
      unstarted = null;
      items = null;
      close.run();
    }
  }
}
