package dev.kioto.instrument.endpoint;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelFactory;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The gRPC servers of an endpoint: one for each way by which callers come, all with the same services and the same limits.
/// One thread at a time, but for [#port].
final class Listeners implements AutoCloseable {
  // Requests are a few bytes.
  private static final int MAX_REQUEST_BYTES = 64 * 1024;
  private static final int MAX_HEADER_BYTES = 8 * 1024;
  // What a connection may have sent before its calls have taken it.
  private static final int WINDOW_BYTES = 64 * 1024;
  private static final int RESETS = 200;
  private static final int RESETS_SECONDS = 10;
  // A client that pings often is left alone.
  private static final long PING_MILLIS = 100;

  private final Transport transport;
  private final EndpointOptions options;
  private final List<BindableService> services;
  private final CallLimits calls;
  private final List<Server> servers = new ArrayList<>();
  private @Nullable UnixSocketFile socketFile;
  private @Nullable Dialler dialler;

  Listeners(Transport transport, EndpointOptions options, List<BindableService> services) {
    this.transport = transport;
    this.options = options;
    this.services = services;
    calls = new CallLimits(options.limits(), transport.timer(), options.clientBuffer());
  }

  /// Listens where it was told to, if anywhere.
  ///
  /// @throws IOException when it cannot
  void listen() throws IOException {
    switch (options.listen()) {
      case Listen.Port port -> listenOn(port);
      case Listen.UnixSocket socket -> listenOn(socket);
      case Listen.Nowhere _ -> {
        // the program may dial
      }
    }
  }

  private void listenOn(Listen.Port port) throws IOException {
    var server = server(port.address(), Way.TCP, NioServerSocketChannel::new);
    var tls = options.tls();
    if (tls != null) {
      server.sslContext(tls.context());
    }
    start(server);
  }

  private void listenOn(Listen.UnixSocket socket) throws IOException {
    var file = UnixSocketFile.prepare(socket.path());
    socketFile = file;
    start(server(file.toBind(), Way.UNIX, NioServerDomainSocketChannel::new));
    file.publish();
  }

  /// Begins to connect to the collector, if there is one.
  ///
  /// @param runId by which the collector knows this start of the program
  void dial(String runId) throws IOException {
    var dial = options.dial();
    if (dial == null) {
      return;
    }
    var connections = new DialledConnections();
    start(server(InetSocketAddress.createUnresolved(dial.host(), dial.port()), Way.DIALLED, () -> connections));
    var started = new Dialler(dial, runId, connections, line -> System.err.println("kioto: " + line));
    dialler = started;
    started.start();
  }

  private NettyServerBuilder server(SocketAddress address, Way way, ChannelFactory<? extends ServerChannel> channels) {
    var limits = options.limits();
    var server = transport.carry(NettyServerBuilder.forAddress(address))
        .channelFactory(Admission.guarding(channels, limits))
        .maxInboundMessageSize(MAX_REQUEST_BYTES)
        .maxInboundMetadataSize(MAX_HEADER_BYTES)
        .flowControlWindow(WINDOW_BYTES)
        .maxConcurrentCallsPerConnection(limits.callsPerConnection())
        .maxRstFramesPerWindow(RESETS, RESETS_SECONDS)
        .handshakeTimeout(limits.requestTime().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTime(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(limits.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveTime(PING_MILLIS, TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addTransportFilter(new Connection.Filter(limits))
        // The last one is asked first.
        .intercept(new Connection.Interceptor())
        .intercept(options.rights().over(way))
        .intercept(calls);
    if (way != Way.DIALLED) { // that one has nobody else to make room for
      server.maxConnectionIdle(limits.idleTime().toMillis(), TimeUnit.MILLISECONDS);
    }
    services.forEach(server::addService);
    return server;
  }

  private void start(NettyServerBuilder builder) throws IOException {
    var server = builder.build();
    servers.add(server);
    server.start();
  }

  /// The port that it listens on; 0 when it listens on none.
  int port() {
    return options.listen() instanceof Listen.Port ? servers.getFirst().getPort() : 0;
  }

  /// Stops listening and dialling: no new call comes. Those that are open go on.
  void refuse() {
    if (dialler != null) {
      dialler.close();
    }
    servers.forEach(Server::shutdown);
  }

  /// Ends all connections, and waits for that.
  @Override
  public void close() {
    refuse();
    servers.forEach(Server::shutdownNow);
    servers.forEach(server -> Ends.await(server::awaitTermination));
    if (socketFile != null) {
      socketFile.close();
    }
  }
}
