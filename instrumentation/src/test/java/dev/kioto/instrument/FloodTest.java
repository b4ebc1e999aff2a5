package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.kioto.instrument.endpoint.Limits;
import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Callers that want too much, too fast, or nothing at all. In each test a console that behaves is there before, goes on
/// meanwhile, and is there after; and nothing stays: no thread, no descriptor, no open call.
@Timeout(60)
final class FloodTest {
  private static final Limits SMALL = new Limits(8, 1000, 16 * 1024, 64 * 1024, 30, 20, 40, Duration.ofMillis(1500),
      Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(10));

  private final TestConsole test = new TestConsole(builder -> builder.limits(SMALL));
  private final StrictModel model = test.client().watch();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private long descriptors;
  private long threads;
  private int wakes;

  @BeforeEach
  void countBefore() {
    test.spawn(1);
    await().until(() -> model.error != null || model.stats.containsKey(1L));
    assertThat(model.error).isNull();
    threads = consoleThreads();
    descriptors = openDescriptors();
  }

  @AfterEach
  void countAfter() throws Exception {
    consoleGoesOn();
    for (var each : opened) {
      each.close();
    }
    assertThat(consoleThreads()).isLessThanOrEqualTo(threads + 1); // the second that answers calls starts when it is needed
    await().until(() -> openDescriptors() <= descriptors + 2);
    try (var next = new Client(test.console.port())) {
      await().until(() -> describe(next) == Status.Code.OK);
    }
    test.close();
  }

  private static long consoleThreads() {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("kioto-console"))
        .count();
  }

  private static long openDescriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
  }

  private void consoleGoesOn() {
    test.probe.taskWoken(1, 0);
    int expected = ++wakes;
    await().until(() -> model.error != null || model.statsOf(1).getWakes() == expected);
    assertThat(model.error).isNull();
    assertThat(model.violations).isEmpty();
  }

  private RawClient raw() throws IOException {
    var client = new RawClient(test.console.port());
    opened.add(client);
    return client;
  }

  private Client newClient() {
    var client = new Client(test.console.port());
    opened.add(client);
    return client;
  }

  private static Status.Code describe(Client client) {
    try {
      var _ = client.console().describe(DescribeRequest.getDefaultInstance());
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void connections_moreThanAllowed_areClosedAsTheyCome() throws IOException {
    var many = new ArrayList<RawClient>();
    for (int i = 0; i < 50; i++) {
      many.add(raw());
    }

    long closed = many.stream().filter(client -> client.isClosedWithin(4)).count();

    assertThat(closed).isGreaterThanOrEqualTo(50 - SMALL.connections());
    consoleGoesOn();
  }

  @Test
  void connection_thatSaysNothing_isClosed() throws IOException {
    assertThat(raw().isClosedWithin(10_000)).isTrue();
  }

  @Test
  void connection_thatSaysItsFirstWordsByteByByte_isClosed() throws IOException {
    var client = raw();
    boolean closed = false;
    for (byte each : RawClient.PREFACE) {
      try {
        client.send(each);
      } catch (SocketException _) {
        closed = true;
        break;
      }
      closed = client.isClosedWithin(100);
      if (closed) {
        break;
      }
    }
    assertThat(closed).isTrue();
  }

  @Test
  void clients_thatNeverRead_disturbNobody() throws IOException {
    for (int i = 0; i < 4; i++) {
      raw().greet().call(1, "/rs.tokio.console.instrument.Instrument/WatchUpdates").ask(1);
    }
    for (int i = 0; i < 20; i++) {
      consoleGoesOn();
    }
  }

  @Test
  void calls_tooManyASecond_areRefusedUntilThereIsRoomAgain() {
    var client = newClient();
    var answers = new ArrayList<Status.Code>();
    for (int i = 0; i < 300; i++) {
      answers.add(describe(client));
    }

    assertThat(answers).contains(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED)
        .containsOnly(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
    assertThat(answers.stream().filter(Status.Code.OK::equals).count()).isGreaterThanOrEqualTo(SMALL.callsPerSecond());
    consoleGoesOn();
    await().until(() -> describe(client) == Status.Code.OK);
  }

  @Test
  void calls_tooManyOpen_areRefusedUntilOthersEnd() {
    var streams = new ArrayList<Client.Reader<?, ?>>();
    var clients = List.of(newClient(), newClient(), newClient());
    for (int i = 0; i < 45; i++) {
      streams.add(clients.get(i % clients.size()).watchState());
    }

    await().until(() -> streams.stream().allMatch(stream -> stream.error != null || !stream.messages.isEmpty()));

    var refused = streams.stream().filter(stream -> stream.error != null).toList();
    assertThat(refused).hasSize(45 + 1 - SMALL.calls()) // and the call of the one that behaves
        .allSatisfy(stream -> assertThat(stream.error).hasMessageContaining("30 calls are open already"));
    consoleGoesOn();
    clients.forEach(Client::close);
    var next = newClient();
    await().until(() -> describe(next) == Status.Code.OK);
  }

  @Test
  void request_thatDoesNotCome_endsTheCall() throws Exception {
    var ended = new CompletableFuture<Status>();
    // As a stream it says at once that it begins.
    var method = ConsoleGrpc.getDescribeMethod().toBuilder().setType(MethodType.BIDI_STREAMING).build();
    var call = newClient().channel().newCall(method, CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<Description>() {
      @Override
      public void onClose(Status status, Metadata trailers) {
        ended.complete(status);
      }
    }, new Metadata());
    call.request(1);

    var status = ended.get(10, TimeUnit.SECONDS);

    assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(status.getDescription()).isEqualTo("the request did not come whole within 1500 ms");
  }

  @Test
  void headers_tooLarge_areRefused() throws IOException {
    var client = raw().greet();
    client.call(1, "/dev.kioto.console.v1.Console/Describe", "x-filler", "x".repeat(12_000));

    assertThat(client.isClosedWithin(10_000)).isTrue();
  }

  @Test
  void calls_openedAndCancelledWithoutEnd_closeTheConnection() throws IOException {
    var client = raw().greet();
    try {
      for (int i = 0; i < 2000; i++) {
        int stream = 1 + 2 * i;
        client.call(stream, "/dev.kioto.console.v1.Console/Describe").frame(RawClient.RESET, 0, stream, new byte[4]);
      }
    } catch (SocketException _) {
      // closed meanwhile
    }

    assertThat(client.isClosedWithin(20_000)).isTrue();
  }

  @Test
  void pings_withoutEnd_closeTheConnection() throws IOException {
    var client = raw().greet();
    try {
      for (int i = 0; i < 5000; i++) {
        client.frame(RawClient.PING, 0, 0, new byte[8]);
      }
    } catch (SocketException _) {
      // closed meanwhile
    }

    assertThat(client.isClosedWithin(20_000)).isTrue();
  }

  @Test
  void bytes_asFastAsTheyGo_areReadSlowly() throws IOException {
    // A window of 65,535 bytes is for what calls send; a frame of a type that nobody knows is to be read and passed over.
    var frame = ByteBuffer.allocate(9 + 8000);
    frame.putShort((short) (8000 >> 8)).put((byte) 8000).put((byte) RawClient.UNKNOWN);
    long sent = 0;
    try (var channel = SocketChannel
        .open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), test.console.port()))) {
      channel.write(ByteBuffer.wrap(RawClient.PREFACE));
      channel.write(ByteBuffer.wrap(Arrays.copyOf(new byte[] {0, 0, 0, RawClient.SETTINGS}, 9)));
      channel.configureBlocking(false);
      frame.clear();
      for (long end = System.nanoTime() + 1_000_000_000; System.nanoTime() < end;) {
        sent += channel.write(frame.hasRemaining() ? frame : frame.clear());
      }
    }

    assertThat(sent).as("what the system holds for the two, and little more").isLessThan(24_000_000);
    consoleGoesOn();
  }

  @Test
  void everybodyAtOnce_takesLittleOfAProcessor() throws Exception {
    var clients = List.of(newClient(), newClient(), newClient());
    long before = consoleNanos();
    long start = System.nanoTime();
    var flood = clients.stream().map(client -> Thread.ofVirtual().start(() -> {
      while (System.nanoTime() - start < 1_000_000_000 && !Thread.currentThread().isInterrupted()) {
        describe(client);
      }
    })).toList();
    for (var each : flood) {
      each.join();
    }

    double share = (double) (consoleNanos() - before) / (System.nanoTime() - start);

    assertThat(share).isLessThan(0.6);
  }

  private static long consoleNanos() {
    var bean = ManagementFactory.getThreadMXBean();
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("kioto-console"))
        .mapToLong(thread -> bean.getThreadCpuTime(thread.threadId())).sum();
  }
}
