package dev.kioto.instrument;

import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.ControlGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import dev.kioto.proto.tokio.instrument.PauseRequest;
import dev.kioto.proto.tokio.instrument.ResumeRequest;
import dev.kioto.proto.tokio.instrument.State;
import dev.kioto.proto.tokio.instrument.StateRequest;
import dev.kioto.proto.tokio.instrument.TaskDetailsRequest;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A console with a connection of its own, and the default limit of 4 MiB for a message.
final class Client implements AutoCloseable {
  private final ManagedChannel channel;

  Client(int port) {
    channel = Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create()).build();
  }

  Client(int port, String token) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    channel = Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers)).build();
  }

  InstrumentGrpc.InstrumentBlockingStub calls() {
    return InstrumentGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  ConsoleGrpc.ConsoleBlockingStub console() {
    return ConsoleGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  ControlGrpc.ControlBlockingStub control() {
    return ControlGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  /// For streams that are read as they come.
  ConsoleGrpc.ConsoleStub streams() {
    return ConsoleGrpc.newStub(channel);
  }

  void pause() {
    var _ = calls().pause(PauseRequest.getDefaultInstance());
  }

  void resume() {
    var _ = calls().resume(ResumeRequest.getDefaultInstance());
  }

  /// A client that checks what the stock one relies on.
  StrictModel watch() {
    var model = new StrictModel();
    InstrumentGrpc.newStub(channel).watchUpdates(InstrumentRequest.getDefaultInstance(), model);
    return model;
  }

  /// A client that reads nothing until it is told to.
  Reader<InstrumentRequest, Update> watchByHand() {
    var reader = new Reader<InstrumentRequest, Update>(true);
    InstrumentGrpc.newStub(channel).watchUpdates(InstrumentRequest.getDefaultInstance(), reader);
    return reader;
  }

  Reader<StateRequest, State> watchState() {
    var reader = new Reader<StateRequest, State>(false);
    InstrumentGrpc.newStub(channel).watchState(StateRequest.getDefaultInstance(), reader);
    return reader;
  }

  Reader<TaskDetailsRequest, TaskDetails> watchDetails(long id) {
    var reader = new Reader<TaskDetailsRequest, TaskDetails>(false);
    var request = TaskDetailsRequest.newBuilder();
    request.getIdBuilder().setId(id);
    InstrumentGrpc.newStub(channel).watchTaskDetails(request.build(), reader);
    return reader;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /// Keeps what a stream says.
  static final class Reader<Q, M> implements ClientResponseObserver<Q, M> {
    final List<M> messages = new CopyOnWriteArrayList<>();
    private final boolean byHand;
    private volatile @Nullable ClientCallStreamObserver<Q> call;
    volatile @Nullable Throwable error;
    volatile boolean completed;
    private volatile boolean keeping = true;

    Reader(boolean byHand) {
      this.byHand = byHand;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> call) {
      this.call = call;
      if (byHand) {
        call.disableAutoRequestWithInitial(0);
      }
    }

    /// Forgets what it reads from now on.
    void keepNothing() {
      keeping = false;
    }

    /// Reads that many more messages.
    void request(int count) {
      var started = call;
      if (started != null) {
        started.request(count);
      }
    }

    @Override
    public void onNext(M message) {
      if (keeping) {
        messages.add(message);
      }
    }

    @Override
    public void onError(Throwable error) {
      this.error = error;
    }

    @Override
    public void onCompleted() {
      completed = true;
    }
  }
}
