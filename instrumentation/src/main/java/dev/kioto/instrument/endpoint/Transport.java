package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// The threads that serve consoles: one that reads and writes the sockets, and a few that answer calls. They are the
/// console's own, so that it neither takes from the program's gRPC threads nor speaks in their logs.
final class Transport implements AutoCloseable {
  private static final String THREAD = "kioto-console-io";
  private static final String PACKAGE = "io.grpc.netty.shaded.io.";
  // Enough for calls that only hand over to the publisher, and for a stack to be walked meanwhile.
  private static final int CALL_THREADS = 2;
  // Held, because a logger that nobody holds may forget its filter.
  private static final List<Logger> CONNECTIONS = Stream.of("grpc.netty.NettyServerHandler",
      "grpc.netty.NettyServerTransport.connections", "netty.bootstrap.ServerBootstrap",
      "netty.channel.DefaultChannelPipeline").map(name -> Logger.getLogger(PACKAGE + name)).toList();
  private static final long CLOSE_MILLIS = 500;

  static {
    CONNECTIONS.forEach(Transport::quieten);
  }

  private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, task -> {
    var thread = new Thread(task, THREAD);
    thread.setDaemon(true);
    return thread;
  }, NioIoHandler.newFactory());
  // What the transport still has to say after the end goes nowhere.
  private final ExecutorService calls = new ThreadPoolExecutor(CALL_THREADS, CALL_THREADS, 0, TimeUnit.NANOSECONDS,
      new LinkedBlockingQueue<>(), threads(), new ThreadPoolExecutor.DiscardPolicy());

  private static ThreadFactory threads() {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, "kioto-console-call-" + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }

  /// A console that goes away in the middle of an update, a client that speaks something else, or an option of sockets that a
  /// Unix socket does not have, is nothing to report in the program's log.
  private static void quieten(Logger logger) {
    Filter before = logger.getFilter();
    logger.setFilter(entry -> {
      boolean ours = Thread.currentThread().getName().startsWith(THREAD);
      boolean kept = !ours || entry.getLevel().intValue() >= Level.SEVERE.intValue();
      return kept && (before == null || before.isLoggable(entry));
    });
  }

  /// Has a server served by these threads.
  NettyServerBuilder carry(NettyServerBuilder server) {
    return server.bossEventLoopGroup(loops).workerEventLoopGroup(loops).executor(calls);
  }

  /// Runs what is due later on the thread of the sockets.
  ScheduledExecutorService timer() {
    return loops;
  }

  /// Ends the threads, and waits for that. To be called when no connection is left.
  @Override
  public void close() {
    calls.shutdown();
    Ends.await(calls::awaitTermination);
    var ended = loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    Ends.await(ended::await);
  }
}
