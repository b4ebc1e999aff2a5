package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The one thread that reads and writes the sockets: the console's own, so that it neither takes from the program's gRPC
/// threads nor speaks in their logs.
final class Transport implements AutoCloseable {
  private static final String THREAD = "kioto-console-io";
  private static final String PACKAGE = "io.grpc.netty.shaded.io.grpc.netty.";
  // Held, because a logger that nobody holds may forget its filter.
  private static final List<Logger> CONNECTIONS = List.of(Logger.getLogger(PACKAGE + "NettyServerHandler"),
      Logger.getLogger(PACKAGE + "NettyServerTransport.connections"));
  private static final long CLOSE_MILLIS = 500;

  static {
    CONNECTIONS.forEach(Transport::quieten);
  }

  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, task -> {
    var thread = new Thread(task, THREAD);
    thread.setDaemon(true);
    return thread;
  }, NioIoHandler.newFactory());

  /// A console that goes away in the middle of an update, or a client that speaks something else, is nothing to report in
  /// the program's log.
  private static void quieten(Logger logger) {
    Filter before = logger.getFilter();
    logger.setFilter(entry -> {
      boolean ours = Thread.currentThread().getName().startsWith(THREAD);
      boolean kept = !ours || entry.getLevel().intValue() >= Level.SEVERE.intValue();
      return kept && (before == null || before.isLoggable(entry));
    });
  }

  NettyServerBuilder carry(NettyServerBuilder server) {
    return server.bossEventLoopGroup(loops).workerEventLoopGroup(loops).channelType(NioServerSocketChannel.class);
  }

  @Override
  public void close() {
    var _ = loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
