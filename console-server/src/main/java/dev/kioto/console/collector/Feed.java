package dev.kioto.console.collector;

import com.google.protobuf.MessageLite;
import dev.kioto.console.collector.TargetException.Kind;
import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that a program sends on its own, from its first word to the end of the connection. A connection may have
/// several, each told everything from the start.
final class Feed implements AutoCloseable {

  /*
   * The streams come by threads of the library, the tasks' by the one that runs the feed; the lock puts their messages
   * in one order. A receiver that takes its time holds back every stream, which then waits in the program.
   */
  private final Connection connection;
  private final Channel channel;
  private final Set<MessageKind> kinds;
  private final Receiver receiver;
  private final Losses losses;
  private final Context.CancellableContext scope = Context.ROOT.withCancellation();
  private final Object lock = new Object();
  private boolean ended; // guarded by lock: nothing is passed on any more
  private long lastNanos; // guarded by lock
  private @Nullable RuntimeException fault; // guarded by lock; what a receiver threw in a thread of the library

  /// Is told when messages of a kind come no more although the connection lasts.
  @FunctionalInterface
  interface Losses {
    /// Called by one thread at a time, and at most once for each kind.
    void lost(MessageKind kind, Status why);
  }

  Feed(Connection connection, Channel channel, Set<MessageKind> kinds, Receiver receiver, Losses losses) {
    this.losses = losses;
    this.connection = connection;
    this.channel = channel;
    this.kinds = kinds;
    this.receiver = receiver;
  }

  /// Passes messages on until the connection ends or the feed is closed. When it returns, nothing more is passed on.
  ///
  /// @return why it ended
  TargetException run() {
    var outer = scope.attach();
    try {
      var description = connection.describe();
      pass(MessageKind.CONNECTED, description == null ? Description.getDefaultInstance() : description);
      if (description != null) openStreams(description);
      var updates = InstrumentGrpc.newBlockingStub(channel).watchUpdates(InstrumentRequest.getDefaultInstance());
      while (updates.hasNext()) pass(MessageKind.UPDATE, updates.next());
      return new TargetException(Kind.UNREACHABLE, "The program at " + connection.address()
          + " ended the connection: it stopped, or it dropped a slow watcher");
    } catch (TargetException e) {
      return e;
    } catch (StatusRuntimeException e) {
      return Failures.unreachable(connection.address(), e);
    } finally {
      scope.detach(outer);
      end();
    }
  }

  private void openStreams(Description description) {
    var stub = ConsoleGrpc.newStub(channel);
    for (var kind : kinds) kind.open(description, stub, new Stream(kind));
  }

  private void pass(MessageKind kind, MessageLite message) {
    synchronized (lock) {
      if (fault != null) throw fault;
      if (ended) return;
      var now = Instant.now();
      lastNanos = Math.max(lastNanos, now.getEpochSecond() * 1_000_000_000L + now.getNano());
      receiver.receive(kind, lastNanos, message);
    }
  }

  private void end() {
    scope.cancel(null);
    synchronized (lock) {
      ended = true;
      if (fault != null) throw fault;
    }
  }

  /// Ends the feed, from any thread but the receiver's.
  @Override
  public void close() {
    scope.cancel(null);
  }

  /// Messages of one kind, by threads of the library.
  private final class Stream implements StreamObserver<MessageLite> {

    private final MessageKind kind;

    Stream(MessageKind kind) {
      this.kind = kind;
    }

    @Override
    public void onNext(MessageLite message) {
      try {
        pass(kind, message);
      } catch (RuntimeException e) {
        synchronized (lock) {
          fault = e;
        }
        scope.cancel(null);
      }
    }

    @Override
    public void onError(Throwable failure) {
      var status = Status.fromThrowable(failure);
      synchronized (lock) {
        if (!ended) losses.lost(kind, status);
      }
    }

    @Override
    public void onCompleted() {}
  }
}
