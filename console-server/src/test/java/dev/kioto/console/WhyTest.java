package dev.kioto.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Why;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.Mutex;
import dev.kioto.task.Task;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Why a task of a real program waits, as a client is told.
@Timeout(60)
final class WhyTest {

  private final CountDownLatch bothHold = new CountDownLatch(2);
  private final AtomicBoolean holds = new AtomicBoolean(true);
  private Instrumentation instrumentation;
  private Runtime runtime;
  private ConsoleServer server;
  private ConsoleClient client;
  private String target;

  @BeforeEach
  void start() throws Exception {
    instrumentation = Instrumentation.builder().bind("127.0.0.1", 0).publishInterval(Duration.ofMillis(50)).acting(true)
        .start();
    runtime = Runtime.builder().enableAll().probe(instrumentation.probe()).workerThreads(1)
        .build();
    server = ConsoleServer.builder().port(0).start();
    client = ConsoleClient.of(server.uri());
    target = client.attach("127.0.0.1:" + instrumentation.port()).id();
  }

  @AfterEach
  void stop() {
    holds.set(false);
    client.close();
    server.close();
    runtime.shutdownBackground();
    instrumentation.close();
  }

  private Why awaitWhy(long task, String waitsFor) {
    var id = Long.toString(task);
    return await().ignoreExceptions().until(() -> client.why(target, id), why -> why.waits().stream()
        .anyMatch(wait -> wait.waitsFor().equals(waitsFor)));
  }

  private Poll<String> holdWorker() {
    while (holds.get()) LockSupport.parkNanos(1_000_000);
    return Poll.ready("");
  }

  private Poll<String> holdShortly() {
    LockSupport.parkNanos(150_000_000);
    return Poll.ready("");
  }

  @Test
  void taskThatWaitedForAWorker_isToldWhoHeldIt() {
    var victim = new long[1];
    var holder = new long[1];
    runtime.blockOn(Task::yieldNow);
    runtime.spawn(() -> {
      // In this order into the queue of the one worker: the last one that was spawned is polled first.
      victim[0] = Task.builder().name("victim").spawn((Future<String>) _ -> Poll.ready("")).id();
      holder[0] = Task.builder().name("holder").spawn((Future<String>) _ -> holdShortly()).id();
    }).await();

    var id = Long.toString(victim[0]);
    var why = await().ignoreExceptions().until(() -> client.why(target, id),
        one -> !one.waits().isEmpty() && !one.waits().getFirst().ongoing());
    var wait = why.waits().getFirst();
    assertThat(wait.ongoing()).isFalse();
    assertThat(wait.nanos()).isBetween(100_000_000L, 5_000_000_000L);
    assertThat(wait.links().getFirst().kind()).isEqualTo("task");
    assertThat(wait.links().getFirst().id()).isEqualTo(Long.toString(holder[0]));
    assertThat(wait.links().getFirst().share()).isBetween(0.5, 1.0);
    assertThat(why.sentence()).matches("Task \\d+ 'victim' waited .* for a worker: .* of it behind task \\d+ 'holder', "
        + "which was in one poll on .*");
    assertThat(why.cannotTell()).isEmpty();
  }

  @Test
  void taskThatWaitsForAWorkerNow_isToldWhoHoldsIt() {
    var holder = runtime.task().name("holder").spawn((Future<String>) _ -> holdWorker());
    var victim = runtime.task().name("victim").spawn((Future<String>) _ -> Poll.ready(""));

    var why = await().ignoreExceptions().until(() -> client.why(target, Long.toString(victim.id())),
        one -> !one.waits().isEmpty() && !one.waits().getFirst().links().isEmpty());
    var wait = why.waits().getFirst();
    assertThat(wait.waitsFor()).isEqualTo("worker");
    assertThat(wait.ongoing()).isTrue();
    assertThat(wait.links().getFirst().id()).isEqualTo(Long.toString(holder.id()));
    assertThat(why.sentence()).contains("'holder', which has not yielded on ");
    assertThat(why.task().name()).isEqualTo("victim");
  }

  @Test
  void taskThatWaitsForALock_isToldTheChainOfHolders() {
    var first = new Mutex<>("first");
    var second = new Mutex<>("second");
    var release = Mpsc.<String>channel(1);
    var owner = runtime.task().name("owner").spawn(() -> {
      try (var _ = second.lock().await()) {
        release.receiver().recv().await();
      }
    });
    var middle = runtime.task().name("middle").spawn(() -> {
      try (var _ = first.lock().await()) {
        second.lock().await().close();
      }
    });
    await().until(() -> !first.tryLock().map(guard -> {
      guard.close();
      return true;
    }).orElse(false));
    var waiter = runtime.task().name("waiter").spawn(() -> first.lock().await().close());

    var why = awaitWhy(waiter.id(), "resource");
    assertThat(why.sentence())
        .matches("Task \\d+ 'waiter' has waited .* for the Mutex .*, which task \\d+ 'middle' holds, "
            + "which has waited .* for the Mutex .*, which task \\d+ 'owner' holds, which has waited .* for the .*\\.");
    assertThat(why.waits().getFirst().links()).filteredOn(link -> link.kind().equals("task"))
        .extracting(link -> link.id()).containsExactly(Long.toString(middle.id()), Long.toString(owner.id()));
    assertThat(awaitWhy(owner.id(), "event").sentence()).contains("nobody holds");
    release.sender().trySend("go");
  }

  @Test
  void tasksThatWaitForEachOther_areToldTheCircle() {
    var first = new Mutex<>("first");
    var second = new Mutex<>("second");
    var one = runtime.spawn(() -> lockBoth(first, second));
    runtime.spawn(() -> lockBoth(second, first));

    assertThat(awaitWhy(one.id(), "cycle").sentence()).contains("wait for each other");
  }

  private void lockBoth(Mutex<String> outer, Mutex<String> inner) throws InterruptedException {
    try (var _ = outer.lock().await()) {
      bothHold.countDown();
      bothHold.await();
      inner.lock().await().close();
    }
  }

  @Test
  void levelOfCounts_isSaidInTheAnswer() {
    var task = runtime.spawn((Future<String>) _ -> Poll.pending());
    await().ignoreExceptions().until(() -> client.why(target, Long.toString(task.id())) != null);
    client.setLevel(target, Recorder.Level.COUNTS);

    await().ignoreExceptions().untilAsserted(() -> assertThat(client.why(target, Long.toString(task.id())).cannotTell())
        .anySatisfy(sentence -> assertThat(sentence).contains("counts")));
  }

  @Test
  void programWithoutAFlightRecorder_isSaidInTheAnswer() {
    try (var without = Instrumentation.builder().bind("127.0.0.1", 0).withoutFlightRecorder().level(RecordLevel.TASKS)
        .publishInterval(Duration.ofMillis(50)).start();
        var other = Runtime.builder().probe(without.probe()).workerThreads(1).build()) {
      var id = client.attach("127.0.0.1:" + without.port()).id();
      var task = other.spawn((Future<String>) _ -> Poll.pending());

      var why = await().ignoreExceptions().until(() -> client.why(id, Long.toString(task.id())),
          answer -> answer != null);
      assertThat(why.cannotTell()).singleElement().asString().contains("flight recorder is off");
      assertThat(why.waits()).isEmpty();
    }
  }

  @Test
  void rustProgram_isSaidInTheAnswer() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(5000).metadata().task(1, "a", Wire.stats(1000)).build())) {
      var id = client.attach(program.address()).id();

      var why = await().ignoreExceptions().until(() -> client.why(id, "1"), answer -> answer != null);
      assertThat(why.cannotTell()).singleElement().asString().contains("tokio-console protocol");
      assertThat(why.sentence()).startsWith("Task 1 'a'");
    }
  }
}
