package dev.kioto.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TaskStack;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.api.WaitCycle;
import dev.kioto.console.api.Warning;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mutex;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A real program on the runtime, watched through instrumentation, collector, web API and client.
final class EndToEndTest {

  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch bothHold = new CountDownLatch(2);
  private Instrumentation instrumentation;
  private Runtime runtime;
  private ConsoleServer server;
  private ConsoleClient client;
  private String target;

  @BeforeEach
  void start() throws Exception {
    instrumentation = Instrumentation.builder().bind("127.0.0.1", 0).publishInterval(Duration.ofMillis(100))
        .name("end-to-end").start();
    runtime = Runtime.builder().enableAll().probe(instrumentation.probe()).workerThreads(2).build();
    server = ConsoleServer.builder().port(0).start();
    client = ConsoleClient.of(server.uri());
    target = client.attach("127.0.0.1:" + instrumentation.port()).id();
  }

  @AfterEach
  void stop() {
    ending.countDown();
    client.close();
    server.close();
    runtime.shutdownBackground();
    instrumentation.close();
  }

  @Test
  void healthyTasks_ofBothKinds_growAndAddUpAndRaiseNothing() {
    runtime.task().name("direct").spawn(() -> {
      while (ending.getCount() > 0) Thread.sleep(Duration.ofMillis(5));
    });
    runtime.task().name("future").spawn(ticking());
    runtime.task().name("short").spawn(() -> {});

    await().untilAsserted(() -> {
      assertThat(named("direct").polls()).isGreaterThan(5);
      assertThat(named("future").polls()).isGreaterThan(5);
      assertThat(named("short").state()).isEqualTo(TaskState.COMPLETED);
    });
    var first = tasks("name=direct or name=future");
    await().untilAsserted(() -> {
      for (var before : first) {
        var after = named(before.name());
        assertThat(after.polls()).isGreaterThan(before.polls());
        assertThat(after.wakes()).isGreaterThan(before.wakes());
        assertThat(after.totalNanos()).isGreaterThan(before.totalNanos());
      }
    });
    for (var task : tasks("")) {
      assertThat(task.busyNanos() + task.scheduledNanos() + task.idleNanos()).isEqualTo(task.totalNanos());
      assertThat(Math.min(task.busyNanos(), Math.min(task.scheduledNanos(), task.idleNanos()))).isNotNegative();
    }
    assertThat(tasks("warning:any")).isEmpty();
    var detail = client.task(target, named("direct").id());
    assertThat(detail.pollTimes()).isNotNull();
    assertThat(detail.pollTimes().count()).isPositive();
    assertThat(detail.scheduledTimes()).isNotNull();
  }

  @Test
  void parkedTask_isShownWhereItParked() {
    runtime.task().name("parked").spawn(this::parkHere);

    await().untilAsserted(() -> {
      var stack = client.stack(target, named("parked").id());
      assertThat(stack.kind()).isEqualTo(TaskStack.Kind.PARKED);
      assertThat(stack.frames()).anySatisfy(frame -> assertThat(frame.method()).isEqualTo("parkHere"));
      assertThat(stack.explanation()).isNotBlank();
    });
  }

  @Test
  void workers_areThoseOfTheRuntime() {
    await().untilAsserted(() -> {
      var workers = client.workers(target).workers();
      assertThat(workers).hasSize(2);
      assertThat(workers).extracting("index").containsExactly(0, 1);
    });
  }

  @Test
  void stuckPoll_isShownBesideTheWorkerThatWasHandedOver() {
    try (var strict = Runtime.builder().probe(instrumentation.probe()).workerThreads(1)
        .stuckWorkerTimeout(Duration.ofMillis(20)).build()) {
      var stuck = strict.spawn((Future<String>) _ -> {
        while (ending.getCount() > 0) Thread.onSpinWait();
        return Poll.ready("late");
      });
      strict.spawn((Future<String>) _ -> Poll.ready("behind it")).await();

      await().untilAsserted(() -> {
        var workers = client.workers(target);
        assertThat(workers.stuckPolls()).isEqualTo(1);
        var worker = workers.workers().getLast();
        assertThat(worker.handoffs()).isEqualTo(1);
        assertThat(worker.handedOverPolls()).singleElement().satisfies(poll -> {
          assertThat(poll.taskId()).isEqualTo(String.valueOf(stuck.id()));
          assertThat(poll.startedAt()).isNotNull();
        });
      });
      ending.countDown();
      assertThat(stuck.await()).isEqualTo("late");
    }
  }

  @Test
  void deadlock_isACircleOfTheWaitForGraph() {
    var left = new Mutex<>("left");
    var right = new Mutex<>("right");
    runtime.task().name("first").spawn(() -> lockBoth(left, right));
    runtime.task().name("second").spawn(() -> lockBoth(right, left));

    await().untilAsserted(() -> {
      var graph = client.waitFor(target, ListQuery.DEFAULT);
      assertThat(graph.cycles()).singleElement().satisfies(cycle -> {
        assertThat(cycle.certain()).isTrue();
        assertThat(cycle.links()).extracting(link -> link.task().name()).containsExactlyInAnyOrder("first", "second");
        assertThat(cycle.links()).extracting(WaitCycle.Link::resourceType).containsOnly("Mutex");
      });
      assertThat(graph.waits()).hasSize(2);
    });
    assertThat(client.resources(target, ListQuery.DEFAULT.with("state", "waited").with("type", "Mutex")).matched())
        .isEqualTo(2);
    assertThat(client.taskOperations(target, named("first").id(), ListQuery.DEFAULT).operations()).singleElement()
        .satisfies(operation -> assertThat(operation.source()).isEqualTo("Mutex::lock"));
  }

  private void lockBoth(Mutex<String> one, Mutex<String> other) {
    try (var _ = one.lock().await()) {
      bothHold.countDown();
      bothHold.await();
      other.lock().await().close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void tasksOnALockOfTheJdk_areGroupedByTheirStacks() {
    var lock = new ReentrantLock();
    lock.lock();
    try {
      for (int i = 0; i < 3; i++) {
        runtime.task().name("waiter").spawn(() -> {
          lock.lock();
          try {
            Thread.yield();
          } finally {
            lock.unlock();
          }
        });
      }
      await().untilAsserted(() -> assertThat(client.waitFor(target, ListQuery.DEFAULT.with("stacks", "true")).parked())
          .anySatisfy(group -> {
            assertThat(group.object()).startsWith("java.util.concurrent.locks.ReentrantLock");
            assertThat(group.tasks()).extracting("name").containsExactly("waiter", "waiter", "waiter");
          }));
      assertThat(client.waitFor(target, ListQuery.DEFAULT).parked()).isNull();
    } finally {
      lock.unlock();
    }
  }

  @Test
  void runtimeWakesAndChildren_areTold() {
    runtime.task().name("future").spawn(ticking());
    runtime.task().name("parent").spawn(() -> {
      Task.spawn(this::parkHere);
      parkHere();
    });

    await().untilAsserted(() -> {
      assertThat(client.children(target, named("parent").id(), TaskQuery.DEFAULT).tasks()).hasSize(1);
      assertThat(client.wakes(target, ListQuery.DEFAULT).wakes()).isNotEmpty();
      var shown = client.runtimes(target, ListQuery.DEFAULT).runtimes();
      assertThat(shown).singleElement().satisfies(one -> assertThat(one.settings()).anySatisfy(setting -> {
        assertThat(setting.name()).isEqualTo("worker-threads");
        assertThat(setting.value()).isEqualTo("2");
      }));
    });
  }

  @Test
  void taskThatNeverYields_isFoundByName() {
    runtime.task().name("spinner").spawn(() -> {
      while (ending.getCount() > 0) Thread.onSpinWait();
    });

    await().untilAsserted(() -> assertThat(warnings("spinner")).containsExactly("never-yielded"));
  }

  @Test
  void taskThatTookNoWaker_isFoundByName() {
    runtime.task().name("future").spawn(ticking());
    runtime.task().name("forgetful").spawn((Future<String>) _ -> Poll.pending());

    await().untilAsserted(() -> assertThat(warnings("forgetful")).containsExactly("lost-waker"));
    assertThat(tasks("warning:lost-waker")).extracting("name").containsExactly("forgetful");
  }

  @Test
  void taskThatWakesItself_isFoundByName() {
    runtime.task().name("restless").spawn((Future<String>) context -> {
      context.waker().wake();
      return ending.getCount() > 0 ? Poll.pending() : Poll.ready("done");
    });

    await().untilAsserted(() -> assertThat(warnings("restless")).containsExactly("self-wake"));
  }

  @Test
  void programThatEnds_isDisconnectedAndItsTasksStay() {
    runtime.task().name("future").spawn(ticking());
    await().untilAsserted(() -> assertThat(named("future").polls()).isPositive());

    instrumentation.close();

    await().untilAsserted(() -> assertThat(client.target(target).error()).isNotNull());
    assertThat(named("future").polls()).isPositive();
  }

  private void parkHere() {
    while (ending.getCount() > 0) LockSupport.park(this);
  }

  private Future<String> ticking() {
    return new Future<>() {
      private Future<?> tick = Time.sleep(Duration.ofMillis(5));

      @Override
      public Poll<String> poll(Context context) {
        while (tick.poll(context).isReady()) tick = Time.sleep(Duration.ofMillis(5));
        return Poll.pending();
      }
    };
  }

  private List<dev.kioto.console.api.Task> tasks(String filter) {
    return client.tasks(target, TaskQuery.DEFAULT.withFilter(filter)).tasks();
  }

  private dev.kioto.console.api.Task named(String name) {
    var found = tasks("name=" + name);
    assertThat(found).as("task %s", name).hasSize(1);
    return found.getFirst();
  }

  private List<String> warnings(String name) {
    return named(name).warnings().stream().map(Warning::id).toList();
  }
}
