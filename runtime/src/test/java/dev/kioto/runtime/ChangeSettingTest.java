package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.net.UdpSocket;
import dev.kioto.probe.SettingView;
import dev.kioto.probe.WorkerView;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Settings that change while a runtime runs.
@Timeout(60)
final class ChangeSettingTest {
  private final CountDownLatch release = new CountDownLatch(1);
  private Runtime runtime = Setup.ONE_WORKER.start();

  @AfterEach
  void close() {
    release.countDown();
    runtime.close();
  }

  private void start(Setup setup, RuntimeBuilder builder) {
    runtime.close();
    runtime = setup.start(builder.enableAll());
  }

  private SettingView setting(String name) {
    return runtime.settings().stream().filter(setting -> setting.name().equals(name)).findFirst().orElseThrow();
  }

  /// Always ready to be polled again, without giving way, until it is let go.
  private JoinHandle<Integer> busy(CountDownLatch running) {
    Future<Integer> future = cx -> {
      running.countDown();
      if (release.getCount() == 0) {
        return Poll.ready(0);
      }
      cx.waker().wake();
      return Poll.pending();
    };
    return runtime.spawn(future);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void join(JoinHandle<?> handle) {
    await().until(handle::isFinished);
  }

  // --- what can be changed ---

  @ParameterizedTest
  @EnumSource(Setup.class)
  void settings_areThoseOfTheTable_andChangedOnesSaySo(Setup setup) {
    start(setup, Runtime.builder().name("shop").threadKeepAlive(Duration.ofMillis(1500)));

    assertThat(setting("thread-keep-alive"))
        .isEqualTo(
            new SettingView("thread-keep-alive", "1500ms", "How long an idle blocking thread stays.", true, true));
    assertThat(setting("name").value()).isEqualTo("shop");
    assertThat(setting("rng-seed").isChanged()).isFalse();
    assertThat(setting("enable-time")).satisfies(time -> {
      assertThat(time.value()).isEqualTo("on");
      assertThat(time.canChange()).isFalse();
    });
    assertThat(setting("lifo-slot").canChange()).isEqualTo(setup != Setup.CURRENT_THREAD);
  }

  @Test
  void name_thatWasNotGiven_isTheDefault() {
    assertThat(setting("name").value()).isEqualTo(runtime.handle().name());
    assertThat(setting("name").isChanged()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void everySettingThatCanChange_takesTheValueThatItHas(Setup setup) {
    start(setup, Runtime.builder());
    var before = runtime.settings();
    for (var setting : before) {
      if (setting.canChange()) {
        runtime.changeSetting(setting.name(), setting.value());
      }
    }
    assertThat(runtime.settings()).isEqualTo(before);
  }

  @Test
  void unknownSetting_isRefusedByThoseThatThereAre() {
    assertThatThrownBy(() -> runtime.changeSetting("event-intervall", "7")).isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("there is no setting 'event-intervall'").hasMessageContaining("event-interval,");
  }

  @Test
  void fixedSetting_isRefusedByHowToSetIt() {
    assertThatThrownBy(() -> runtime.changeSetting("worker-threads", "2")).isInstanceOf(IllegalStateException.class)
        .hasMessage("setting worker-threads is 1 for as long as the runtime lives: "
            + "set it before the runtime is built, by its builder or by -Dkioto.worker-threads");
  }

  @Test
  void settingOfWorkers_withoutAny_isRefused() {
    start(Setup.CURRENT_THREAD, Runtime.builder());
    assertThatThrownBy(() -> runtime.changeSetting("stuck-worker-timeout", "1s"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("setting stuck-worker-timeout is 0, which is of no meaning for a runtime without workers");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"event-interval | often | setting event-interval must be a whole number, but is 'often'",
          "event-interval | 0 | eventInterval must be from 1 to 2147483647, but is 0",
          "max-blocking-threads | -1 | maxBlockingThreads must be from 1 to 2147483647, but is -1",
          "thread-keep-alive | -1 | threadKeepAlive must not be negative, but is PT-1S"})
  void wrongValue_isRefused_andChangesNothing(String name, String value, String message) {
    var before = runtime.settings();
    assertThatThrownBy(() -> runtime.changeSetting(name, value)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(runtime.settings()).isEqualTo(before);
  }

  @Test
  void change_whereTheRuntimeHasShutDown_doesNoHarm() {
    runtime.close();
    for (var setting : runtime.settings()) {
      if (setting.canChange()) {
        runtime.changeSetting(setting.name(), setting.value());
      }
    }
    runtime.changeSetting("stuck-worker-timeout", "1ms");
    runtime.changeSetting("max-blocking-threads", "1000");
    assertThat(runtime.metrics().numBlockingThreads()).isZero();
  }

  @Test
  void changes_atTheSameTime_areAllMade() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (var name : List.of("event-interval", "global-queue-interval", "max-blocking-threads",
        "max-io-events-per-tick")) {
      threads.add(Thread.startVirtualThread(() -> {
        for (int i = 1; i <= 500; i++) {
          runtime.changeSetting(name, String.valueOf(i));
        }
      }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(runtime.settings()).filteredOn(setting -> setting.value().equals("500")).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void change_fromInsideATask_isMade(Setup setup) {
    start(setup, Runtime.builder());
    join(runtime.spawn(() -> runtime.changeSetting("event-interval", "7")));
    Future<Integer> future = _ -> {
      runtime.changeSetting("global-queue-interval", "8");
      return Poll.ready(0);
    };
    join(runtime.spawn(future));
    assertThat(setting("event-interval").value()).isEqualTo("7");
    assertThat(setting("global-queue-interval").value()).isEqualTo("8");
  }

  // --- what a change does ---

  @ParameterizedTest
  @EnumSource(value = Setup.class, names = {"ONE_WORKER", "CURRENT_THREAD"})
  void eventInterval_shortened_letsTimersFireBesideABusyTask(Setup setup) {
    start(setup, Runtime.builder().eventInterval(Integer.MAX_VALUE));
    var sleeping = runtime.spawn(Time.sleep(Duration.ofMillis(1)));
    var running = new CountDownLatch(1);
    busy(running);
    awaitLatch(running);

    runtime.changeSetting("event-interval", "10");

    join(sleeping);
  }

  @ParameterizedTest
  @EnumSource(value = Setup.class, names = {"ONE_WORKER", "CURRENT_THREAD"})
  void globalQueueInterval_shortened_letsTasksInBesideABusyTask(Setup setup) {
    start(setup, Runtime.builder().globalQueueInterval(Integer.MAX_VALUE));
    var running = new CountDownLatch(1);
    busy(running);
    awaitLatch(running);
    var other = runtime.spawn(Futures.ready(1));

    runtime.changeSetting("global-queue-interval", "10");

    join(other);
  }

  private List<String> orderOfTwoThatATaskSpawns() {
    var order = new ConcurrentLinkedQueue<String>();
    Future<List<JoinHandle<Integer>>> spawner = _ -> Poll.ready(List.of(told(order, "first"), told(order, "second")));
    for (var handle : runtime.blockOn(runtime.spawn(spawner))) {
      join(handle);
    }
    return List.copyOf(order);
  }

  private static JoinHandle<Integer> told(ConcurrentLinkedQueue<String> order, String name) {
    return Task.spawn((Context _) -> {
      order.add(name);
      return Poll.ready(0);
    });
  }

  @Test
  void lifoSlot_turnedOff_keepsTheOrder() {
    assertThat(orderOfTwoThatATaskSpawns()).containsExactly("second", "first");
    runtime.changeSetting("lifo-slot", "off");
    assertThat(orderOfTwoThatATaskSpawns()).containsExactly("first", "second");
    runtime.changeSetting("lifo-slot", "on");
    assertThat(orderOfTwoThatATaskSpawns()).containsExactly("second", "first");
  }

  @Test
  void lifoStealing_turnedOn_takesFromTheSlotOfABusyWorker() {
    start(Setup.FOUR_WORKERS, Runtime.builder());
    runtime.changeSetting("lifo-stealing", "on");

    join(runtime.spawn((Context _) -> {
      var stolen = new CountDownLatch(1);
      Task.spawn((Context _) -> {
        stolen.countDown();
        return Poll.ready(0);
      });
      awaitLatch(stolen);
      return Poll.ready(0);
    }));
  }

  @Test
  void eagerDriverHandoff_turnedOn_letsTimersFireBesideALongPoll() {
    start(Setup.FOUR_WORKERS, Runtime.builder());
    runtime.changeSetting("eager-driver-handoff", "on");

    var second = new CountDownLatch(1);
    var later = runtime.spawn(Futures.map(Time.sleep(Duration.ofMillis(60)), _ -> {
      second.countDown();
      return 0;
    }));
    join(runtime.spawn(Futures.map(Time.sleep(Duration.ofMillis(20)), _ -> {
      awaitLatch(second);
      return 0;
    })));
    join(later);
  }

  @Test
  void spinBeforePark_changed_keepsAnIdleWorkerUpOrNot() {
    runtime.changeSetting("spin-before-park", "1h");
    join(runtime.spawn(Futures.ready(1)));
    var worker = runtime.metrics().worker(0);
    await().until(() -> worker.state() == WorkerView.State.SEARCHING);
    long parks = worker.parkCount();
    join(runtime.spawn(Futures.ready(1)));
    assertThat(worker.parkCount()).isEqualTo(parks);

    runtime.changeSetting("spin-before-park", "0");

    await().until(() -> worker.state() == WorkerView.State.PARKED);
  }

  private void blockAWorker() {
    var blocked = new CountDownLatch(1);
    runtime.spawn((Context _) -> {
      blocked.countDown();
      awaitLatch(release);
      return Poll.ready(0);
    });
    awaitLatch(blocked);
  }

  @Test
  void stuckWorkerTimeout_turnedOn_freesTheTasksBehindThePollThatGoesOn() {
    blockAWorker();
    var behind = runtime.spawn(Futures.ready(1));

    runtime.changeSetting("stuck-worker-timeout", "5ms");

    join(behind);
    assertThat(runtime.metrics().workerHandoffCount(0)).isOne();
    release.countDown();
    await().until(() -> runtime.metrics().worker(0).handedOverPolls().isEmpty());
  }

  @Test
  void stuckWorkerTimeout_shortened_isSeenAtOnce() {
    start(Setup.ONE_WORKER, Runtime.builder().stuckWorkerTimeout(Duration.ofDays(1)));
    blockAWorker();
    var behind = runtime.spawn(Futures.ready(1));

    runtime.changeSetting("stuck-worker-timeout", "5ms");

    join(behind);
  }

  @Test
  void stuckWorkerTimeout_turnedOff_callsNobodyStuck() {
    start(Setup.FOUR_WORKERS, Runtime.builder().stuckWorkerTimeout(Duration.ofMillis(5)));
    blockAWorker();
    await().until(() -> runtime.metrics().numWorkers() > 0 && anyStuck());

    runtime.changeSetting("stuck-worker-timeout", "0");

    await().until(() -> !anyStuck());
  }

  private boolean anyStuck() {
    for (int i = 0; i < runtime.metrics().numWorkers(); i++) {
      var worker = runtime.metrics().worker(i);
      if (worker.state() == WorkerView.State.STUCK
          || worker.handedOverPolls().stream().anyMatch(poll -> poll.stuck())) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1h"})
  void pinnedParkInterval_changed_findsPinnedTasks(String before) {
    start(Setup.ONE_WORKER, Runtime.builder());
    runtime.changeSetting("pinned-park-interval", before);
    runtime.spawn(() -> PinnedTest.pinned(() -> awaitLatch(release)));
    await().until(() -> runtime.metrics().worker(0).isPinned());

    runtime.changeSetting("pinned-park-interval", "1ms");

    await().until(() -> runtime.metrics().pinnedParkCount() == 1);
  }

  @Test
  void maxIoEventsPerTick_lowered_takesMoreTurns() {
    runtime.close();
    int sockets = 40;
    try (var undriven = Runtime.builder().currentThread().enableAll().build()) {
      runtime = undriven;
      long many = turnsUntilAllHaveRead(sockets);
      undriven.changeSetting("max-io-events-per-tick", "1");
      long few = turnsUntilAllHaveRead(sockets);

      assertThat(many).isLessThan(sockets);
      assertThat(few).isGreaterThanOrEqualTo(sockets);
    }
  }

  // No turn is made while nobody drives the runtime: at the end all sockets are ready at the same time.
  private long turnsUntilAllHaveRead(int sockets) {
    var open = new ArrayList<UdpSocket>();
    try {
      var readers = new ArrayList<JoinHandle<Integer>>();
      runtime.blockOn(() -> {
        for (int i = 0; i < sockets; i++) {
          var socket = UdpSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
          open.add(socket);
          readers.add(Task.spawn(() -> {
            socket.recvFrom(ByteBuffer.allocate(1)).await();
            return 0;
          }));
        }
        Time.sleep(Duration.ofMillis(20)).await(); // all wait
        var sender = UdpSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(sender);
        for (int i = 0; i < sockets; i++) {
          sender.trySendTo(ByteBuffer.wrap(new byte[] {1}), open.get(i).localAddress());
        }
      });
      long before = runtime.metrics().ioDriverTurnCount();
      runtime.blockOn(() -> {
        for (var reader : readers) {
          reader.await();
        }
      });
      return runtime.metrics().ioDriverTurnCount() - before;
    } finally {
      open.forEach(UdpSocket::close);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maxBlockingThreads_raised_startsThreadsForTheJobsThatWait(boolean sharded) {
    start(Setup.ONE_WORKER, Runtime.builder().maxBlockingThreads(1).shardedBlockingQueue(sharded));
    var last = new CountDownLatch(1);
    var running = new CountDownLatch(1);
    var first = runtime.spawnBlocking(() -> {
      running.countDown();
      awaitLatch(last);
    });
    awaitLatch(running);
    var second = runtime.spawnBlocking(() -> awaitLatch(last));
    var third = runtime.spawnBlocking(last::countDown);
    await().until(() -> runtime.metrics().blockingQueueDepth() == 2);

    runtime.changeSetting("max-blocking-threads", "3");

    List.of(first, second, third).forEach(ChangeSettingTest::join);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maxBlockingThreads_lowered_leavesNoMoreThreads(boolean sharded) {
    start(Setup.ONE_WORKER, Runtime.builder().maxBlockingThreads(8).shardedBlockingQueue(sharded)
        .threadKeepAlive(Duration.ofHours(1)));
    var jobs = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 8; i++) {
      jobs.add(runtime.spawnBlocking(() -> awaitLatch(release)));
    }
    await().until(() -> runtime.metrics().numBlockingThreads() == 8);

    runtime.changeSetting("max-blocking-threads", "2");
    release.countDown();

    jobs.forEach(ChangeSettingTest::join);
    await().until(() -> runtime.metrics().numBlockingThreads() == 2);
    join(runtime.spawnBlocking(() -> 1));
  }

  @Test
  void threadKeepAlive_shortened_endsThreadsThatAreIdle() {
    start(Setup.ONE_WORKER, Runtime.builder().threadKeepAlive(Duration.ofHours(1)));
    join(runtime.spawnBlocking(() -> 1));
    await().until(() -> runtime.metrics().numIdleBlockingThreads() == 1);

    runtime.changeSetting("thread-keep-alive", "1ms");

    await().until(() -> runtime.metrics().numBlockingThreads() == 0);
    join(runtime.spawnBlocking(() -> 1));
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void unhandledPanic_changed_isAskedForTheNextFailure(Setup setup) {
    start(setup, Runtime.builder().onThreadStart(
        () -> Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {})));
    var bystander = runtime.spawn(Futures.pending());

    runtime.changeSetting("unhandled-panic", "shutdown-runtime");
    runtime.spawn(() -> {
      throw new IllegalStateException("on purpose");
    });

    await().dontCatchUncaughtExceptions().until(bystander::isFinished);
  }

  @Test
  void spawnLocations_turnedOn_areInDumps() {
    assertThat(locationsOfAParkedTask()).isEmpty();
    runtime.changeSetting("spawn-locations", "on");
    assertThat(locationsOfAParkedTask()).singleElement()
        .satisfies(location -> assertThat(location.getClassName()).isEqualTo(ChangeSettingTest.class.getName()));
  }

  private List<StackTraceElement> locationsOfAParkedTask() {
    var task = runtime.spawn(() -> LockSupport.park());
    try {
      await().until(() -> !runtime.dump().tasks().isEmpty());
      return runtime.dump().tasks().stream().map(found -> found.spawnLocation()).filter(found -> found != null)
          .toList();
    } finally {
      task.abort();
      join(task);
    }
  }
}
