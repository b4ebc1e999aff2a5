package dev.kioto.instrument;

import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.ControlGrpc;
import dev.kioto.proto.console.v1.WatchResourcesRequest;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import dev.kioto.proto.tokio.instrument.PauseRequest;
import dev.kioto.proto.tokio.instrument.ResumeRequest;
import dev.kioto.proto.tokio.instrument.State;
import dev.kioto.proto.tokio.instrument.StateRequest;
import dev.kioto.proto.tokio.instrument.TaskDetailsRequest;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// A console with a connection of its own, and the default limit of 4 MiB for a message.
final class Client implements AutoCloseable {
  private static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(1,
      new DefaultThreadFactory("test-client", true), NioIoHandler.newFactory());

  private final ManagedChannel channel;

  Client(int port) {
    this(Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create()));
  }

  /// One that shows a token.
  Client(int port, String token) {
    this(Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
        .intercept(showing(token)));
  }

  Client(ManagedChannelBuilder<?> channel) {
    this.channel = channel.build();
  }

  /// One that comes through a Unix socket.
  static Client ofUnixSocket(Path path) {
    return new Client(NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path)).usePlaintext()
        .eventLoopGroup(LOOPS).channelType(NioDomainSocketChannel.class));
  }

  /// One that trusts a certificate and shows a token.
  static Client withTls(int port, Path certificate, String token) {
    try {
      var context = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
          .trustManager(certificate.toFile()).build();
      return new Client(NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(context)
          .intercept(showing(token)));
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
  }

  /// One whose connection is there already.
  static Client over(SocketChannel socket) throws IOException {
    return new Client(NettyChannelBuilder.forAddress(socket.getRemoteAddress()).usePlaintext()
        .eventLoopGroup(LOOPS).channelFactory(() -> new Connected(socket)));
  }

  private static ClientInterceptor showing(String token) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  ManagedChannel channel() {
    return channel;
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

  ResourceModel watchResources() {
    var model = new ResourceModel();
    ConsoleGrpc.newStub(channel).watchResources(WatchResourcesRequest.getDefaultInstance(), model);
    return model;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /// Has nothing to connect.
  private static final class Connected extends NioSocketChannel {
    Connected(SocketChannel socket) {
      super(socket);
    }

    @Override
    protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local) {
      return true;
    }
  }

  /// Keeps what a stream says.
  static final class Reader<Q, M> implements ClientResponseObserver<Q, M> {
    final List<M> messages = new CopyOnWriteArrayList<>();
    volatile @Nullable M latest; // kept or not
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
      latest = message;
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
