package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.load.LoadWatch;
import dev.kioto.instrument.recorder.Recorder;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Both services on one port.
public final class ConsoleServer implements AutoCloseable {
  // Enough for calls that only hand over to the publisher, and for a stack to be walked meanwhile.
  private static final int CALL_THREADS = 2;
  // Requests are a few bytes.
  private static final int MAX_REQUEST_BYTES = 64 * 1024;
  private static final int MAX_CALLS_PER_CONNECTION = 256;
  private static final long CLOSE_MILLIS = 500;

  private final Transport transport;
  private final ExecutorService calls;
  private final Publisher publisher;
  private final Server server;

  private ConsoleServer(Transport transport, ExecutorService calls, Publisher publisher, Server server) {
    this.transport = transport;
    this.calls = calls;
    this.publisher = publisher;
    this.server = server;
  }

  /// Starts to listen and to publish.
  ///
  /// @param address port 0 picks a free one
  /// @param interval between two updates to a client, above 0
  /// @param rights of who calls
  /// @param load what the console takes of the program
  /// @throws IOException when the address cannot be bound
  public static ConsoleServer start(InetSocketAddress address, Duration interval, Rights rights, Program program,
      Recorder recorder, Aggregator aggregator, LoadWatch load) throws IOException {
    var clock = new WireClock(recorder.clock().getAsLong(), program.startedAt());
    var publisher = new Publisher();
    var console = new ConsoleService(program, recorder, aggregator, load, publisher, clock);
    // What the transport still has to say after the end goes nowhere.
    var calls = new ThreadPoolExecutor(CALL_THREADS, CALL_THREADS, 0, TimeUnit.NANOSECONDS, new LinkedBlockingQueue<>(),
        threads(), new ThreadPoolExecutor.DiscardPolicy());
    var transport = new Transport();
    var server = transport.carry(NettyServerBuilder.forAddress(address))
        .executor(calls)
        .maxInboundMessageSize(MAX_REQUEST_BYTES)
        .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
        // A client that vanished without a word is noticed; one that pings often is left alone.
        .keepAliveTime(1, TimeUnit.MINUTES)
        .permitKeepAliveTime(100, TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addTransportFilter(new Connection.Filter())
        .intercept(new Connection.Interceptor())
        .intercept(rights.over(Way.TCP)) // the last one is asked first
        .addService(new InstrumentService(aggregator, publisher, clock))
        .addService(console)
        .addService(console.control())
        .build();
    try {
      server.start();
    } catch (IOException e) {
      calls.shutdownNow();
      publisher.close();
      transport.close();
      throw e;
    }
    publisher.start(interval);
    return new ConsoleServer(transport, calls, publisher, server);
  }

  private static ThreadFactory threads() {
    var number = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, "kioto-console-call-" + number.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }

  /// The port that it listens on.
  public int port() {
    return server.getPort();
  }

  /// Ends all streams and stops listening. Waits half a second for that, at most.
  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
    calls.shutdown();
    transport.close();
  }
}
