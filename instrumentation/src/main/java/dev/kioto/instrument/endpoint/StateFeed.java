package dev.kioto.instrument.endpoint;

import dev.kioto.proto.tokio.instrument.State;
import dev.kioto.proto.tokio.instrument.Temporality;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/// Whether the client's updates flow: at once, and then at each change.
final class StateFeed extends Feed<State> {
  private @Nullable Temporality told;

  StateFeed(StreamObserver<State> observer, Publisher publisher) {
    super(observer, publisher);
  }

  @Override
  boolean isDue() {
    return told != present();
  }

  @Override
  boolean push() {
    told = present();
    send(State.newBuilder().setTemporality(told).build());
    return false;
  }

  private Temporality present() {
    return isPaused() ? Temporality.PAUSED : Temporality.LIVE;
  }
}
