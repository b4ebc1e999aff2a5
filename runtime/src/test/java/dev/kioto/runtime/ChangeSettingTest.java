package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.net.UdpSocket;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What it does when a setting changes while a runtime runs.
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
