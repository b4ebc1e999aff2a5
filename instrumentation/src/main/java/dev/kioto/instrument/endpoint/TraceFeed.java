package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.TraceReader;
import dev.kioto.proto.console.v1.TraceChunk;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The events that a reader finds, as they come or until its end. A client that does not read keeps nothing but its place.
/// Pausing does not concern it: what is not read soon is lost.
final class TraceFeed extends Feed<TraceChunk> {
  // Less than the log of who watches holds at any rate.
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Publisher publisher;
  private final TraceReader reader;
  private final LongSupplier nanoTime;
  private final TraceChunks chunks;
  private boolean begun;
  private boolean looksLater;

  TraceFeed(StreamObserver<TraceChunk> observer, Publisher publisher, TraceReader reader, WireClock clock,
      LongSupplier nanoTime) {
    super(observer, publisher);
    this.publisher = publisher;
    this.reader = reader;
    this.nanoTime = nanoTime;
    chunks = new TraceChunks(clock);
  }

  @Override
  boolean isDue() {
    return true;
  }

  @Override
  boolean push() {
    boolean more = reader.next(chunks);
    for (var chunk : chunks.take(nanoTime.getAsLong())) {
      begun = true;
      send(chunk);
    }
    if (reader.isAtEnd()) {
      complete();
      return false;
    }
    if (!begun) {
      begun = true;
      send(chunks.empty(nanoTime.getAsLong()));
    }
    if (!more) {
      lookLater();
    }
    return more;
  }

  private void lookLater() {
    if (!looksLater) {
      looksLater = true;
      publisher.runLater(LOOK, () -> {
        looksLater = false;
        publisher.guarded(this, this::tick);
      });
    }
  }

  @Override
  void close() {
    super.close();
    reader.close();
  }
}
