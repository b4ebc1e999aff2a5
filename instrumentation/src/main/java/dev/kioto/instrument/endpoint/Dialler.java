package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.netty.buffer.UnpooledByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Keeps one connection to a collector, as long as the endpoint lives: connects, lets the collector call, and connects
/// again when the connection is gone. While there is none, nothing is kept for the collector: it begins with a snapshot
/// when it is back.
///
/// What goes wrong is said in one line, and again only when a connection has lasted meanwhile, or for another reason.
final class Dialler implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  static final Duration FIRST_WAIT = Duration.ofMillis(500);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Dial dial;
  private final String runId;
  private final DialledConnections connections;
  private final Backoff backoff;
  private final Consumer<String> report;
  private final Thread thread = Thread.ofPlatform().name("kioto-console-dial").daemon().unstarted(this::run);
  private volatile boolean closed; // set by any thread
  private @Nullable String said; // dialling thread alone

  /// @param connections whose server answers the collector's calls
  /// @param report what takes a line for people
  Dialler(Dial dial, String runId, DialledConnections connections, Consumer<String> report) {
    this.dial = dial;
    this.runId = runId;
    this.connections = connections;
    this.report = report;
    backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        String trouble;
        try {
          trouble = attend(connect());
        } catch (IOException e) {
          trouble = Objects.requireNonNullElse(e.getMessage(), e.toString());
        }
        if (!closed) {
          say(trouble);
          Thread.sleep(backoff.next());
        }
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private SocketChannel connect() throws IOException {
    var address = new InetSocketAddress(dial.host(), dial.port());
    if (address.isUnresolved()) {
      throw new IOException("the host is not known");
    }
    var socket = SocketChannel.open();
    try {
      socket.socket().connect(address, CONNECT_MILLIS);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// Waits until a connection is gone.
  ///
  /// @return why it is gone
  private String attend(SocketChannel socket) throws InterruptedException {
    var hello = new Hello(runId, dial.token());
    var handlers = new ArrayList<ChannelHandler>();
    var tls = tls();
    if (tls != null) {
      handlers.add(tls);
    }
    handlers.add(hello);
    long since = System.nanoTime();
    var _ = connections.handOver(socket, handlers).closeFuture().await();
    if (hello.accepted()) {
      if (System.nanoTime() - since > LONGEST_WAIT.toNanos()) {
        backoff.reset();
        said = null;
      }
      return "the connection was closed";
    }
    String refusal = hello.refusal();
    if (refusal != null) {
      return "it says '" + refusal + "'";
    }
    var failure = tls == null ? null : tls.handshakeFuture().cause();
    return failure == null ? "it closed the connection" : "TLS failed: " + failure.getMessage();
  }

  private @Nullable SslHandler tls() {
    var tls = dial.tls();
    return tls == null ? null
        : tls.context().newHandler(UnpooledByteBufAllocator.DEFAULT, dial.host(), dial.port());
  }

  private void say(String trouble) {
    if (!trouble.equals(said)) {
      said = trouble;
      report.accept("the collector on " + dial.address() + " does not see this program: " + trouble
          + "; trying again, at the longest after " + LONGEST_WAIT.toSeconds() + " s");
    }
  }

  /// Stops, and waits until no connection is being handed over.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Ends.await((time, unit) -> thread.join(Duration.of(time, unit.toChronoUnit())));
  }
}
