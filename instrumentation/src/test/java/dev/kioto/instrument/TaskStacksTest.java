package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskPhase;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.TaskStacks;
import dev.kioto.proto.console.v1.TaskStacksRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The stacks of many tasks in one call.
@Timeout(90)
final class TaskStacksTest {
  private static final int PART_BYTES = 1024 * 1024;

  private final TestConsole test = new TestConsole(builder -> builder.ringCapacity(1 << 17));
  private final Client client = test.client();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    test.close();
  }

  private List<TaskStacks> parts(TaskStacksRequest request) {
    var parts = new ArrayList<TaskStacks>();
    client.console().getTaskStacks(request).forEachRemaining(parts::add);
    return parts;
  }

  private static List<TaskStack> stacks(List<TaskStacks> parts) {
    return parts.stream().flatMap(part -> part.getStacksList().stream()).toList();
  }

  private void spawned(FakeTask... tasks) {
    for (var task : tasks) {
      test.probe.taskSpawned(task);
    }
    var model = client.watch();
    await().until(() -> model.tasks.size() == tasks.length);
  }

  private static TaskStacksRequest of(long... ids) {
    return TaskStacksRequest.newBuilder().addAllTaskIds(LongStream.of(ids).boxed().toList()).build();
  }

  @Test
  void many_byTheirIds_leaveOutThoseThatAreUnknown() {
    spawned(new FakeTask(1), new FakeTask(2), new FakeTask(3));
    test.probe.taskEnded(2, TaskOutcome.COMPLETED);
    await().untilAsserted(
        () -> assertThat(stacks(parts(of(2))).getFirst().getExplanation()).isEqualTo("The task has ended."));

    var parts = parts(of(3, 99, 2, 3));

    assertThat(stacks(parts)).extracting(TaskStack::getTaskId).containsExactly(2L, 3L);
    assertThat(parts).singleElement().satisfies(part -> assertThat(part.getLeftOut()).isZero());
  }

  @Test
  void noneAtAll_isOneEmptyPart() {
    assertThat(parts(TaskStacksRequest.getDefaultInstance())).containsExactly(TaskStacks.getDefaultInstance());
    assertThat(parts(of(5, 6))).containsExactly(TaskStacks.getDefaultInstance());
  }

  @Test
  void idZero_isInvalid() {
    assertThatThrownBy(() -> parts(of(1, 0))).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(e.getStatus().getDescription()).isEqualTo("task_id cannot be 0");
    });
  }

  @Test
  void stackThatCannotBeTaken_isSaidInItsPlace() {
    spawned(new FakeTask(1), new FakeTask(2) {
      @Override
      public StackSample stack() {
        throw new IllegalStateException("on purpose");
      }
    });

    assertThat(stacks(parts(of(1, 2)))).satisfiesExactly(
        first -> assertThat(first.getExplanation()).isEqualTo("The task has no stack."),
        second -> assertThat(second.getExplanation()).contains("on purpose"));
  }

  @Test
  void tasksOfEveryKind_parkedAndRunning_areShownAtAnyLevel() {
    try (var runtime = Runtime.builder().enableAll().probe(test.console.probe()).workerThreads(2).build()) {
      var parked = runtime.spawn(() -> LockSupport.park());
      var waiting = runtime.spawn(Futures.pending());
      var running = runtime.spawn(_ -> {
        while (release.getCount() > 0) {
          Thread.onSpinWait();
        }
        return Poll.ready(0);
      });
      var job = runtime.spawnBlocking(() -> {
        release.await();
        return 0;
      });

      await().untilAsserted(() -> {
        var stacks = stacks(parts(TaskStacksRequest.getDefaultInstance()));
        assertThat(stacks).extracting(TaskStack::getTaskId).containsExactly(parked.id(), waiting.id(), running.id(),
            job.id());
        assertThat(stacks).extracting(TaskStack::getKind).containsExactly(TaskStack.Kind.PARKED,
            TaskStack.Kind.NO_STACK, TaskStack.Kind.RUNNING, TaskStack.Kind.RUNNING);
        assertThat(stacks.get(0).getFramesList()).anyMatch(frame -> frame.getClassName().contains("TaskStacksTest"));
        assertThat(stacks.get(2).getFramesList()).anyMatch(frame -> frame.getClassName().contains("TaskStacksTest"));
      });
      release.countDown();
    }
  }

  @Test
  void tenThousandParkedDirectTasks_comeInPartsWithinSeconds() {
    int n = 10_000;
    try (var runtime = Runtime.builder().enableAll().probe(test.console.probe()).workerThreads(2).build()) {
      var tasks = parked(runtime, n + 5);

      long start = System.nanoTime();
      var parts = parts(TaskStacksRequest.getDefaultInstance());
      long millis = (System.nanoTime() - start) / 1_000_000;

      assertThat(stacks(parts)).extracting(TaskStack::getTaskId)
          .containsExactlyElementsOf(tasks.stream().limit(n).map(JoinHandle::id).toList());
      assertThat(stacks(parts))
          .allMatch(stack -> stack.getKind() == TaskStack.Kind.PARKED && stack.getFramesCount() > 0);
      assertThat(parts).hasSizeGreaterThan(2).allMatch(part -> part.getSerializedSize() <= PART_BYTES);
      assertThat(parts.getLast().getLeftOut()).isEqualTo(5);
      assertThat(millis).as("milliseconds").isLessThan(10_000); // it takes a small part of that on an idle machine
    }
  }

  private static List<? extends JoinHandle<?>> parked(Runtime runtime, int n) {
    var parked = new AtomicInteger();
    var tasks = IntStream.range(0, n).mapToObj(_ -> runtime.spawn(() -> {
      parked.incrementAndGet();
      LockSupport.park();
    })).toList();
    await().until(() -> parked.get() == n && runtime.metrics().globalQueueDepth() == 0
        && runtime.dump().tasks().stream().allMatch(task -> task.state() == TaskPhase.IDLE));
    return tasks;
  }

  @Test
  void limit_countsTheRest() {
    spawned(new FakeTask(1), new FakeTask(2), new FakeTask(3));
    var parts = parts(of(1, 2, 3).toBuilder().setLimit(2).build());
    assertThat(stacks(parts)).extracting(TaskStack::getTaskId).containsExactly(1L, 2L);
    assertThat(parts.getLast().getLeftOut()).isOne();
  }

  /// A task whose stack takes until it is let go.
  private FakeTask slow(long id, AtomicInteger taken) {
    return new FakeTask(id) {
      @Override
      public StackSample stack() {
        taken.incrementAndGet();
        try {
          release.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return StackSample.none("It took long.");
      }
    };
  }

  private Client.Reader<TaskStacksRequest, TaskStacks> walk(Client from, TaskStacksRequest request) {
    var reader = new Client.Reader<TaskStacksRequest, TaskStacks>(false);
    from.streams().getTaskStacks(request, reader);
    return reader;
  }

  @Test
  void slowWalk_delaysNobodyElse() {
    var taken = new AtomicInteger();
    spawned(slow(1, taken), new FakeTask(2));
    var walk = walk(client, of(1, 2));
    await().until(() -> taken.get() == 1);

    var workers = client.console().watchWorkers(WatchWorkersRequest.getDefaultInstance());
    for (int i = 0; i < 3; i++) {
      workers.next();
    }
    var _ = client.console().describe(DescribeRequest.getDefaultInstance());

    assertThat(walk.messages).isEmpty();
    release.countDown();
    await().until(() -> walk.completed);
    assertThat(stacks(walk.messages)).hasSize(2);
  }

  @Test
  void walkThatIsCancelled_looksAtNoMoreTasks() {
    int n = 2_000;
    var taken = new AtomicInteger();
    var permits = new Semaphore(0);
    var all = new FakeTask[n];
    for (int i = 0; i < n; i++) {
      all[i] = new FakeTask(i + 1) {
        @Override
        public StackSample stack() {
          taken.incrementAndGet();
          permits.acquireUninterruptibly();
          return StackSample.none("It took a permit.");
        }
      };
    }
    spawned(all);
    var leaving = test.client();
    walk(leaving, of(LongStream.rangeClosed(1, n).toArray()));
    await().until(() -> taken.get() == 1);

    leaving.close();
    for (int i = 0; i < n && permits.availablePermits() < 100; i++) { // it goes on until the endpoint hears of the end
      permits.release();
      LockSupport.parkNanos(1_000_000);
    }

    assertThat(taken.get()).isLessThan(n);
    permits.release(n);
    assertThat(stacks(parts(of(1)))).hasSize(1);
  }

  @Test
  void walks_areBounded_andFreeAgainWhenTheyEnd() {
    var taken = new AtomicInteger();
    spawned(slow(1, taken));
    var walks = new ArrayList<Client.Reader<TaskStacksRequest, TaskStacks>>();
    for (int i = 0; i < 8; i++) {
      walks.add(walk(client, of(1)));
    }
    await().until(() -> taken.get() == 1);
    await().untilAsserted(() -> {
      var refused = walk(client, of(1));
      await().until(() -> refused.error != null);
      assertThat(Status.fromThrowable(refused.error).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    });

    release.countDown();

    await().until(() -> walks.stream().allMatch(walk -> walk.completed));
    assertThat(stacks(parts(of(1)))).hasSize(1);
  }
}
