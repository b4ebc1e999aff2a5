package dev.kioto.instrument.endpoint;

import dev.kioto.proto.console.v1.RecorderState;
import io.grpc.stub.StreamObserver;

/// The recorder itself: at once, then at every interval. Not paused with the rest: it says what recording costs, paused or not.
final class RecorderFeed extends Feed<RecorderState> {
  private final WireRecorder recorder;

  RecorderFeed(StreamObserver<RecorderState> observer, Publisher publisher, WireRecorder recorder) {
    super(observer, publisher);
    this.recorder = recorder;
  }

  @Override
  boolean isDue() {
    return true;
  }

  @Override
  boolean push() {
    send(recorder.state());
    return false;
  }
}
