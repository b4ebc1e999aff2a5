package dev.kioto.instrument.endpoint;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/// A stream to one client that is fed as fast as the client reads and no faster: what a slow client misses is not queued,
/// it gets the latest when it is ready again.
///
/// All but [#open] runs on the publisher thread.
///
/// @param <M> the message
abstract class Feed<M> {
  // What may wait to be sent while the next message is made, so that a large state is sent without pauses.
  private static final int READY_BYTES = 1 << 20;

  private final ServerCallStreamObserver<M> observer;
  private final Publisher publisher;
  private final Connection connection = Connection.current();
  private boolean open = true;
  private Waiting waiting = Waiting.FOR_TICK;

  /// Called inside the call whose answers are the stream.
  Feed(StreamObserver<M> observer, Publisher publisher) {
    this.observer = (ServerCallStreamObserver<M>) observer;
    this.publisher = publisher;
  }

  /// Starts the stream, and sends its first message. Called inside the call.
  final void open() {
    observer.setOnReadyThreshold(READY_BYTES);
    observer.setOnCancelHandler(() -> publisher.run(this::close));
    observer.setOnReadyHandler(() -> publisher.run(() -> {
      if (waiting == Waiting.FOR_CLIENT) {
        publisher.guarded(this, this::offer);
      }
    }));
    publisher.run(() -> {
      if (observer.isCancelled()) {
        close();
        return;
      }
      publisher.add(this);
      publisher.guarded(this, this::offer);
    });
  }

  /// A publish interval is over.
  final void tick() {
    if (waiting == Waiting.FOR_TICK) {
      offer();
    }
  }

  /// The connection was paused or resumed.
  final void pausedChanged() {
    if (waiting == Waiting.FOR_TICK) {
      offer();
    }
  }

  /// Whether there is something to send now; asked again at each tick and when the connection is paused or resumed.
  abstract boolean isDue();

  /// Sends the present state, in one message, or in one of several.
  ///
  /// @return whether there is more to send at once
  abstract boolean push();

  private void offer() {
    waiting = Waiting.FOR_TICK;
    if (!open || !isDue()) {
      return;
    }
    if (!observer.isReady()) {
      waiting = Waiting.FOR_CLIENT;
    } else if (push() && open) {
      waiting = Waiting.FOR_TURN; // the others first
      publisher.run(() -> publisher.guarded(this, this::offer));
    }
  }

  final void send(M message) {
    if (open) {
      observer.onNext(message);
    }
  }

  final Connection connection() {
    return connection;
  }

  final boolean isOf(Connection other) {
    return connection.equals(other);
  }

  final boolean isPaused() {
    return connection.paused;
  }

  /// Ends the stream: all was said.
  final void complete() {
    if (open) {
      close();
      observer.onCompleted();
    }
  }

  final void fail(RuntimeException cause) {
    if (open) {
      close();
      observer.onError(Status.INTERNAL.withDescription("the console failed: " + cause).asRuntimeException());
    }
  }

  /// Lets go of the stream. May be called more than once.
  void close() {
    open = false;
    publisher.remove(this);
  }

  /// What it takes to send again.
  private enum Waiting {
    /// The next interval, or a change of the connection.
    FOR_TICK,
    /// Something is due, and the client has to read first.
    FOR_CLIENT,
    /// More is due, and the other feeds have their turn first.
    FOR_TURN
  }
}
