package dev.kioto.console.collector;

import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where programs dial in that nothing may connect to. Each says in one line who it is, and is then called on the
/// connection that it made: docs/instrumentation.md has the words.
final class TargetListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TargetListener.class);
  private static final String HELLO = "kioto-dial/1";
  private static final int MOST_GREETED = 64; // at a time: more wait in the system's queue
  private static final long LONGEST_HELLO_SECONDS = 10;
  private static final Duration REST = Duration.ofMillis(200);
  private static final long LONGEST_REFUSAL_SECONDS = 6;

  private final ListenerSettings settings;
  private final CollectorSettings calls;
  private final Arrivals arrivals;
  private final ServerSocketChannel socket;
  private final @Nullable SslContext tls;
  private final Semaphore greeted = new Semaphore(MOST_GREETED);

  /// Takes in programs that have dialled.
  @FunctionalInterface
  interface Arrivals {
    /// Takes a program's connection.
    ///
    /// @param host from where
    /// @param runId of the program, by its own word over that connection
    /// @return why the program is not wanted, for people; null when it is
    @Nullable String arrive(Connection connection, String host, String name, String runId);
  }

  private TargetListener(ListenerSettings settings, CollectorSettings calls, Arrivals arrivals) throws IOException {
    this.settings = settings;
    this.calls = calls;
    this.arrivals = arrivals;
    tls = tls(settings);
    socket = ServerSocketChannel.open();
    try {
      socket.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      socket.close();
      throw new IOException("Programs cannot dial in at " + settings.host() + ":" + settings.port() + ": "
          + e.getMessage(), e);
    }
  }

  /// Listens from now on.
  ///
  /// @throws IOException if the port is in use, the host is not of this machine, or the settings are not safe; the message says
  ///     what would be right
  static TargetListener start(ListenerSettings settings, CollectorSettings calls, Arrivals arrivals)
      throws IOException {
    requireSafe(settings);
    var listener = new TargetListener(settings, calls, arrivals);
    Thread.ofVirtual().name("kioto-dial-in").start(listener::accept);
    return listener;
  }

  private static void requireSafe(ListenerSettings settings) throws IOException {
    try {
      if (InetAddress.getByName(settings.host()).isLoopbackAddress()) return;
    } catch (UnknownHostException e) {
      throw new IOException("The host '" + settings.host() + "' to listen on for programs is not known", e);
    }
    if (settings.token() == null || settings.certificate() == null) {
      throw new IOException("Programs of other machines may dial in at " + settings.host()
          + " only with a token and TLS: give both, or listen on 127.0.0.1");
    }
  }

  private static @Nullable SslContext tls(ListenerSettings settings) throws IOException {
    var certificate = settings.certificate();
    var key = settings.key();
    if (certificate == null || key == null) return null;
    try {
      return SslContextBuilder.forServer(certificate.toFile(), key.toFile()).sslProvider(SslProvider.JDK).build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IOException("The certificate " + certificate + " and the key " + key + " cannot be used: "
          + e.getMessage(), e);
    }
  }

  int port() throws IOException {
    return ((InetSocketAddress) socket.getLocalAddress()).getPort();
  }

  private void accept() {
    while (socket.isOpen()) {
      try {
        greeted.acquire();
        greet(socket.accept());
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        LOG.warn("A program could not dial in: {}", e.getMessage());
        greeted.release();
        if (!rested()) return;
      } catch (InterruptedException _) {
        return; // nobody else has the thread
      }
    }
  }

  // What made one call fail, as a lack of file descriptors, makes the next one fail at once.
  private static boolean rested() {
    try {
      Thread.sleep(REST);
      return true;
    } catch (InterruptedException _) {
      return false; // nobody else has the thread
    }
  }

  private void greet(SocketChannel caller) {
    Thread.ofVirtual().name("kioto-greet").start(() -> {
      try {
        welcome(caller);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (IOException | RuntimeException e) {
        LOG.info("A program that dialled in was not taken: {}", e.getMessage());
      } finally {
        greeted.release();
      }
    });
  }

  private void welcome(SocketChannel caller) throws IOException, InterruptedException {
    var remote = (InetSocketAddress) caller.getRemoteAddress();
    var gate = new HelloGate();
    var handlers = new ArrayList<ChannelHandler>();
    if (tls != null) handlers.add(tls.newHandler(ByteBufAllocator.DEFAULT));
    handlers.add(gate);
    var host = remote.getAddress().getHostAddress();
    var channel = Channels.over(caller, remote, handlers, settings.access());
    boolean taken = false;
    try {
      var _ = channel.getState(true);
      var words = gate.hello().get(LONGEST_HELLO_SECONDS, TimeUnit.SECONDS).split(" ", -1);
      var refusal = refusal(words);
      if (refusal != null) {
        LOG.info("A program at {} dialled in and was refused: {}", host, refusal);
        gate.refuse(refusal);
        awaitEnd(caller);
        return;
      }
      gate.open();
      taken = introduce(new Connection(new Address.Dialled(host, "", 1), channel, calls.answerTimeout()), host,
          words[1]);
    } catch (ExecutionException e) {
      throw new IOException(host + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException(host + " said nothing", e);
    } finally {
      if (!taken) channel.shutdownNow();
      if (!taken) caller.close();
    }
  }

  private @Nullable String refusal(String[] words) {
    if (words.length != 3 || !words[0].equals(HELLO) || words[1].isEmpty() || words[1].length() > 200) {
      return "this is a Kioto collector: its programs begin with " + HELLO + " RUN_ID TOKEN";
    }
    var wanted = settings.token();
    if (wanted == null || isSame(wanted, words[2])) return null;
    return words[2].equals("-") ? "this collector wants a token: give the program one by kioto.console.dial-token-file"
        : "this collector knows another token: see kioto.console.dial-token-file";
  }

  // In constant time, so that nobody finds a token out by how long its refusal takes.
  private static boolean isSame(String wanted, String shown) {
    return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII));
  }

  private boolean introduce(Connection connection, String host, String runId) throws IOException {
    try {
      var description = connection.describe();
      if (description == null || !description.getRunId().equals(runId)) {
        LOG.info("A program at {} dialled in and was not taken: it is not of the run that it claims", host);
        return false;
      }
      var name = new Texts(new Oddities()).label(description.getName());
      var refusal = arrivals.arrive(connection, host, name, runId);
      if (refusal == null) return true;
      LOG.info("A program at {} dialled in and was not taken: {}", host, refusal);
      return false;
    } catch (TargetException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void awaitEnd(SocketChannel caller) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_REFUSAL_SECONDS);
    while (caller.isOpen() && System.nanoTime() < end) Thread.sleep(20);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("The port for programs that dial in could not be closed", e);
    }
  }
}
