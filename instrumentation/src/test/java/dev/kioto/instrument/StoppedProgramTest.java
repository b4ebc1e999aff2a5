package dev.kioto.instrument;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.net.TcpListener;
import dev.kioto.proto.console.v1.Incident;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.WatchIncidentsRequest;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A program that stands still as a whole, through no fault of its own: it is stopped from outside, or its garbage is collected. No task
/// is blamed for that. What its tasks do themselves may be told of: on a slow machine that is not nothing.
@Timeout(90)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no signals")
final class StoppedProgramTest {
  private static final int STOPS = 4;
  private static final int STOP_MILLIS = 200;

  private static Process program;
  private static BufferedReader answers;
  private static PrintStream orders;

  @BeforeAll
  static void start() throws IOException {
    program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens", "java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xmx400m", "-cp",
        System.getProperty("java.class.path"), StoppedProgramTest.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    answers = program.inputReader(StandardCharsets.UTF_8);
    orders = new PrintStream(program.getOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(answers.readLine()).isEqualTo("ready");
  }

  // It ends when it has no more orders.
  @AfterAll
  static void end() throws Exception {
    orders.close();
    assertThat(program.waitFor(60, SECONDS)).isTrue();
  }

  private static long ask(String order) throws IOException {
    orders.println(order);
    return Long.parseLong(answers.readLine());
  }

  private static void signal(String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(program.pid())).start().waitFor()).isZero();
  }

  private static void stop() throws Exception {
    var never = new CountDownLatch(1);
    for (int i = 0; i < STOPS; i++) {
      signal("STOP");
      assertThat(never.await(STOP_MILLIS, MILLISECONDS)).isFalse();
      signal("CONT");
      assertThat(never.await(70 + i, MILLISECONDS)).isFalse();
    }
  }

  @Test
  void program_thatIsStoppedWhileItPolls_isNotBlamedForIt() throws Exception {
    ask("busy");
    long before = ask("held up");
    stop();

    assertThat(ask("held up") - before).as("told as a time in which it could not run").isGreaterThan(STOP_MILLIS);
    assertThat(ask("blame")).isLessThan(STOP_MILLIS);
    assertThat(ask("hold")).as("what it is to blame for is still seen").isGreaterThanOrEqualTo(10);
  }

  @Test
  void program_thatIsStoppedWhileItRests_isNotBlamedForIt() throws Exception {
    ask("quiet");
    stop();

    assertThat(ask("blame")).isLessThan(STOP_MILLIS);
    assertThat(ask("hold")).as("what it is to blame for is still seen").isGreaterThanOrEqualTo(10);
  }

  @Test
  void program_whoseGarbageIsCollectedForLong_isNotBlamedForIt() throws Exception {
    ask("busy");
    long pause = ask("collect");

    assertThat(ask("blame")).isLessThan(Math.max(pause, 20));
    assertThat(ask("hold")).as("what it is to blame for is still seen").isGreaterThanOrEqualTo(10);
  }

  // --- the program ---

  private static volatile boolean busy;

  /// Has timers that are due and a channel, polls something all the time while it is busy, and does what it is told.
  public static void main(String[] args) throws Exception {
    try (var test = new TestConsole();
        var runtime = Runtime.builder().enableAll().workerThreads(2).probe(test.console.probe()).build()) {
      var incidents = new Told();
      test.client().streams().watchIncidents(WatchIncidentsRequest.getDefaultInstance(), incidents);
      for (int i = 0; i < 20; i++) {
        spawnSleeper(runtime, i + 1);
      }
      spawnSleeper(runtime, 150);
      runtime.spawn(() -> {
        while (true) {
          if (busy) {
            Task.yieldNow().await();
          } else {
            Time.sleep(Duration.ofMillis(100)).await();
          }
        }
      });
      runtime.spawn(() -> {
        try (var listener = TcpListener.bind("127.0.0.1", 0).await()) {
          return listener.accept().await();
        }
      });
      busy = true;
      runtime.blockOn(Time.sleep(Duration.ofSeconds(1))); // classes are loaded by the first polls
      System.out.println("ready");
      answer(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), runtime, incidents);
      runtime.shutdownBackground();
    }
  }

  private static void spawnSleeper(Runtime runtime, int millis) {
    runtime.spawn(() -> {
      while (true) {
        Time.sleep(Duration.ofMillis(busy ? millis : 500)).await();
      }
    });
  }

  private static void answer(BufferedReader orders, Runtime runtime, Told incidents) throws IOException {
    for (var order = orders.readLine(); order != null; order = orders.readLine()) {
      System.out.println(switch (order) {
        case "busy", "quiet" -> begin("busy".equals(order), runtime, incidents);
        case "blame" -> incidents.longestOwn();
        case "held up" -> incidents.heldUp();
        case "collect" -> collect();
        case "hold" -> hold(runtime, incidents);
        default -> throw new IllegalArgumentException(order);
      });
    }
  }

  private static long begin(boolean work, Runtime runtime, Told incidents) {
    busy = work;
    runtime.blockOn(Time.sleep(Duration.ofMillis(300)));
    incidents.settle();
    return 0;
  }

  /// @return what the task is blamed for, in milliseconds
  private static long hold(Runtime runtime, Told incidents) {
    incidents.settle();
    var holding = new AtomicBoolean(true);
    runtime.spawn((Future<String>) _ -> {
      while (holding.get()) {
        LockSupport.parkNanos(1_000_000);
      }
      return Poll.ready("");
    });
    await().atMost(50, SECONDS)
        .until(() -> incidents.news().anyMatch(one -> one.getKind() == Incident.Kind.LONG_POLL));
    holding.set(false);
    return incidents.longestOwn();
  }

  /// @return how long a pause was on average, in milliseconds
  private static long collect() {
    List<Object> lives = new ArrayList<>();
    for (int i = 0; i < 3_000_000; i++) {
      lives.add(new Object[] {i % 7});
    }
    var collectors = ManagementFactory.getGarbageCollectorMXBeans();
    long took = collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
    int pauses = 4;
    for (int i = 0; i < pauses; i++) {
      System.gc();
    }
    took = collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum() - took;
    return lives.isEmpty() ? 0 : took / pauses;
  }

  /// What the program is told of itself.
  private static final class Told implements StreamObserver<IncidentsUpdate> {
    private final Map<Long, Incident> held = new ConcurrentHashMap<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final Set<Long> old = ConcurrentHashMap.newKeySet();
    private volatile long heldUp;

    @Override
    public void onNext(IncidentsUpdate update) {
      update.getIncidentsList().forEach(one -> held.put(one.getId(), one));
      heldUp = millis(update.getHeldUp());
      messages.incrementAndGet();
    }

    private static long millis(com.google.protobuf.Duration time) {
      return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
    }

    @Override
    public void onError(Throwable why) {}

    @Override
    public void onCompleted() {}

    /// What was told so far does not count.
    void settle() {
      awaitAll();
      old.addAll(held.keySet());
    }

    Stream<Incident> news() {
      return held.values().stream().filter(one -> !old.contains(one.getId()));
    }

    private void awaitAll() {
      int seen = messages.get();
      await().atMost(50, SECONDS).until(() -> messages.get() > seen + 2);
    }

    /// How much of what has come since was the program's own at most, in milliseconds; 0 when nothing has.
    long longestOwn() {
      awaitAll();
      return news().mapToLong(one -> millis(one.getOwn())).max().orElse(0);
    }

    long heldUp() {
      awaitAll();
      return heldUp;
    }
  }
}
