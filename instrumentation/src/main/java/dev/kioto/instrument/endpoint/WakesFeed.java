package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.WakeReader;
import dev.kioto.proto.console.v1.WakeEdge;
import dev.kioto.proto.console.v1.WakesUpdate;
import io.grpc.stub.StreamObserver;

/// All wake edges, then those that changed.
final class WakesFeed extends Feed<WakesUpdate> {
  // Of at most some 60 bytes each.
  private static final int BATCH_EDGES = 8192;

  private final WakeReader reader;
  private final WireClock clock;

  WakesFeed(StreamObserver<WakesUpdate> observer, Publisher publisher, WakeReader reader, WireClock clock) {
    super(observer, publisher);
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  boolean isDue() {
    return !isPaused();
  }

  @Override
  boolean push() {
    var batch = reader.next(BATCH_EDGES);
    var update = WakesUpdate.newBuilder()
        .setNow(clock.timestamp(batch.atNanos()))
        .setUncountedWakes(batch.uncounted())
        .setMore(batch.more());
    for (var edge : batch.edges()) {
      var message = WakeEdge.newBuilder().setSlot(edge.slot());
      if (!edge.isFree()) {
        message.setFromTask(edge.from())
            .setToTask(edge.to())
            .setWakes(edge.wakes())
            .setLastAt(clock.timestamp(edge.lastAt()));
      }
      update.addEdges(message);
    }
    send(update.build());
    return batch.more();
  }
}
