package dev.kioto.console.collector;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.kioto.proto.console.v1.ConsoleGrpc.ConsoleStub;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.WatchIncidentsRequest;
import dev.kioto.proto.console.v1.WatchRecorderRequest;
import dev.kioto.proto.console.v1.WatchResourcesRequest;
import dev.kioto.proto.console.v1.WatchRuntimesRequest;
import dev.kioto.proto.console.v1.WatchWakesRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.proto.console.v1.WorkersUpdate;
import dev.kioto.proto.tokio.instrument.Update;
import io.grpc.stub.StreamObserver;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A kind of message that a program sends on its own, once it is watched. What is listed here is recorded and played
/// back; what [Ingest] makes of it is what a target knows.
enum MessageKind {
  /// A connection begins: what follows is told from the start again. A program that speaks the tokio-console protocol
  /// alone has an empty description.
  CONNECTED(1, null),
  /// News of tasks, in the tokio-console protocol.
  UPDATE(2, null),
  /// The state of the program's recorder.
  RECORDER(3, Capability.RECORDER),
  /// The state of all workers.
  WORKERS(4, Capability.WORKERS),
  /// The state of all runtimes.
  RUNTIMES(5, Capability.RUNTIMES),
  /// Resources and operations that changed.
  RESOURCES(6, Capability.RESOURCES),
  /// Wake edges that changed.
  WAKES(7, Capability.WAKES),
  /// What the program saw go wrong.
  INCIDENTS(8, Capability.INCIDENTS);

  /// Every kind there is.
  static final Set<MessageKind> ALL = EnumSet.allOf(MessageKind.class);

  private final int number;
  private final @Nullable Capability capability; // null for what comes in every connection

  MessageKind(int number, @Nullable Capability capability) {
    this.number = number;
    this.capability = capability;
  }

  /// Its number in recordings: from 1, never used for another kind.
  int number() {
    return number;
  }

  /// Whether each message tells everything, so that the last is all there is to know.
  boolean isWhole() {
    return this == RECORDER || this == WORKERS || this == RUNTIMES;
  }

  /// The kind of a number, or null when this version does not know it.
  static @Nullable MessageKind ofNumber(int number) {
    for (var kind : values()) {
      if (kind.number == number) return kind;
    }
    return null;
  }

  /// Reads one of its messages.
  ///
  /// @throws InvalidProtocolBufferException if the bytes are none
  MessageLite parse(byte[] bytes) throws InvalidProtocolBufferException {
    return switch (this) {
      case CONNECTED -> Description.parseFrom(bytes);
      case UPDATE -> Update.parseFrom(bytes);
      case RECORDER -> RecorderState.parseFrom(bytes);
      case WORKERS -> WorkersUpdate.parseFrom(bytes);
      case RUNTIMES -> RuntimesUpdate.parseFrom(bytes);
      case RESOURCES -> ResourcesUpdate.parseFrom(bytes);
      case WAKES -> WakesUpdate.parseFrom(bytes);
      case INCIDENTS -> IncidentsUpdate.parseFrom(bytes);
    };
  }

  /// Asks for its stream, if it has one of its own and the program can give it.
  void open(Description program, ConsoleStub stub, StreamObserver<MessageLite> news) {
    if (!program.getCapabilitiesList().contains(capability)) return;
    switch (this) {
      case CONNECTED, UPDATE -> {} // come by the connection itself
      case RECORDER -> stub.watchRecorder(WatchRecorderRequest.getDefaultInstance(), narrow(news));
      case WORKERS -> stub.watchWorkers(WatchWorkersRequest.getDefaultInstance(), narrow(news));
      case RUNTIMES -> stub.watchRuntimes(WatchRuntimesRequest.getDefaultInstance(), narrow(news));
      case RESOURCES -> stub.watchResources(WatchResourcesRequest.getDefaultInstance(), narrow(news));
      case WAKES -> stub.watchWakes(WatchWakesRequest.getDefaultInstance(), narrow(news));
      case INCIDENTS -> stub.watchIncidents(WatchIncidentsRequest.getDefaultInstance(), narrow(news));
    }
  }

  // An observer of any message is one of each type of them.
  @SuppressWarnings("unchecked")
  private static <T extends MessageLite> StreamObserver<T> narrow(StreamObserver<MessageLite> news) {
    return (StreamObserver<T>) (StreamObserver<?>) news;
  }
}
