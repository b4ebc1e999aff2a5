package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The one thread that reads and writes the sockets: the console's own, so that it neither takes from the program's gRPC
/// threads nor speaks in their logs.
final class Transport implements AutoCloseable {
  private static final String THREAD = "kioto-console-io";
  // Held, because a logger that nobody holds may forget its filter.
  private static final Logger CONNECTIONS = Logger.getLogger(
      "io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");
  private static final long CLOSE_MILLIS = 500;

  static {
    // A console that goes away in the middle of an update is nothing to report in the program's log.
    Filter before = CONNECTIONS.getFilter();
    CONNECTIONS.setFilter(entry -> {
      boolean ours = Thread.currentThread().getName().startsWith(THREAD);
      boolean kept = !ours || entry.getLevel().intValue() >= Level.SEVERE.intValue();
      return kept && (before == null || before.isLoggable(entry));
    });
  }

  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, task -> {
    var thread = new Thread(task, THREAD);
    thread.setDaemon(true);
    return thread;
  }, NioIoHandler.newFactory());

  NettyServerBuilder carry(NettyServerBuilder server) {
    return server.bossEventLoopGroup(loops).workerEventLoopGroup(loops).channelType(NioServerSocketChannel.class);
  }

  @Override
  public void close() {
    var _ = loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
