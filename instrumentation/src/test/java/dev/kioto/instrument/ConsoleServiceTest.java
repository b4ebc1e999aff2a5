package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.WorkerView;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.TaskStackRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.proto.console.v1.Worker;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConsoleServiceTest {
  private final TestConsole test = new TestConsole();
  private final Client client = test.client();

  @AfterEach
  void close() {
    test.close();
  }

  private void spawned(FakeTask task) {
    test.probe.taskSpawned(task);
    var model = client.watch();
    await().until(() -> model.tasks.containsKey(task.id()));
  }

  private TaskStack stack(long id) {
    return client.console().getTaskStack(TaskStackRequest.newBuilder().setTaskId(id).build());
  }

  @Test
  void describe_always_introducesTheProgram() {
    test.spawn(1);

    await().until(() -> describe().getRecorder().getRecordedEvents() == 1);

    var description = describe();
    assertThat(description.getName()).isEqualTo("test");
    assertThat(description.getRunId()).isNotEmpty();
    assertThat(description.getPid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(description.hasStartedAt()).isTrue();
    assertThat(description.getPlatform()).contains(System.getProperty("java.vm.version"));
    assertThat(description.getVersion()).isNotEmpty();
    assertThat(description.getCapabilitiesList()).contains(Description.Capability.TASK_STACKS,
        Description.Capability.WORKERS, Description.Capability.WAKES,
        Description.Capability.TRACE, Description.Capability.RESOURCES);
    assertThat(description.getRecorder().getDroppedEvents()).isZero();
    assertThat(description.getRecorder().getRings()).isEqualTo(1);
  }

  private Description describe() {
    return client.console().describe(DescribeRequest.getDefaultInstance());
  }

  @Test
  void describe_twoInstrumentations_haveDifferentRuns() {
    try (var second = new TestConsole()) {
      var other = second.client().console().describe(DescribeRequest.getDefaultInstance());

      assertThat(other.getRunId()).isNotEqualTo(describe().getRunId());
    }
  }

  @Test
  void getTaskStack_parked_showsWhereAndOnWhat() {
    var frame = new StackTraceElement("app", "java.base", "25", "dev.example.Main", "run", "Main.java", 42);
    spawned(new FakeTask(1).stack(new StackSample(StackSample.Kind.PARKED, List.of(frame), Thread.State.WAITING,
        "dev.example.Lock@1", "The task is parked.")));
    test.probe.taskWoken(1, 9);
    await().until(() -> stack(1).getLastWokenBy() == 9);

    var stack = stack(1);

    assertThat(stack.getTaskId()).isEqualTo(1);
    assertThat(stack.hasAt()).isTrue();
    assertThat(stack.getKind()).isEqualTo(TaskStack.Kind.PARKED);
    assertThat(stack.getThreadState()).isEqualTo("WAITING");
    assertThat(stack.getBlockedOn()).isEqualTo("dev.example.Lock@1");
    assertThat(stack.getExplanation()).isEqualTo("The task is parked.");
    assertThat(stack.getFramesList()).singleElement().satisfies(f -> {
      assertThat(f.getClassName()).isEqualTo("dev.example.Main");
      assertThat(f.getMethod()).isEqualTo("run");
      assertThat(f.getFile()).isEqualTo("Main.java");
      assertThat(f.getLine()).isEqualTo(42);
      assertThat(f.getModule()).isEqualTo("java.base");
    });
  }

  @Test
  void getTaskStack_ended_saysSo() {
    spawned(new FakeTask(1));
    test.probe.taskEnded(1, TaskOutcome.COMPLETED);

    await().until(() -> stack(1).getExplanation().equals("The task has ended."));

    assertThat(stack(1).getKind()).isEqualTo(TaskStack.Kind.NO_STACK);
  }

  @Test
  void getTaskStack_idZero_isInvalid() {
    var failure = Assertions.catchThrowableOfType(StatusRuntimeException.class, () -> stack(0));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.getStatus().getDescription()).isEqualTo("task_id cannot be 0");
  }

  @Test
  void getTaskStack_unknownId_isNotFound() {
    var failure = Assertions.catchThrowableOfType(StatusRuntimeException.class, () -> stack(99));

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.getStatus().getDescription()).contains("99");
  }

  @Test
  void watchWorkers_runtimes_areShownByIdAndIndex() {
    test.console.probe().runtimeStarted(new FakeRuntime(2, List.of(new FakeWorker(0))));
    var first = new FakeRuntime(1, List.of(new FakeWorker(0), new FakeWorker(1)));
    test.console.probe().runtimeStarted(first);

    var updates = client.console().watchWorkers(WatchWorkersRequest.getDefaultInstance());
    var workers = updates.next().getWorkersList();

    assertThat(workers).extracting(w -> w.getRuntimeId() + "/" + w.getIndex()).containsExactly("1/0", "1/1", "2/0");
    var worker = workers.get(1);
    assertThat(worker.getRuntimeName()).isEqualTo("runtime-1");
    assertThat(worker.getThreadName()).isEqualTo("worker-1");
    assertThat(worker.getState()).isEqualTo(Worker.State.POLLING);
    assertThat(worker.getCurrentTask()).isEqualTo(77);
    assertThat(worker.hasPollStarted()).isTrue();
    assertThat(worker.getPolls()).isEqualTo(1);
    assertThat(worker.getBusyTime()).isEqualTo(Duration.newBuilder().setNanos(2).build());
    assertThat(worker.getParks()).isEqualTo(3);
    assertThat(worker.getStolenTasks()).isEqualTo(4);
    assertThat(worker.getStealOperations()).isEqualTo(5);
    assertThat(worker.getOverflows()).isEqualTo(6);
    assertThat(worker.getNoopWakeups()).isEqualTo(7);
    assertThat(worker.getLocalQueueDepth()).isEqualTo(8);
    assertThat(worker.getLocalSchedules()).isEqualTo(9);
    assertThat(worker.getBudgetForcedYields()).isEqualTo(10);
    assertThat(worker.getHandoffs()).isEqualTo(11);
    assertThat(worker.getPinnedParks()).isEqualTo(12);
    assertThat(worker.getPinned()).isTrue();
    assertThat(workers.get(0).getPinned()).isFalse();
    assertThat(workers.get(0).getState()).isEqualTo(Worker.State.STUCK);
    assertThat(worker.getHandedOverPollsList()).hasSize(2);
    assertThat(worker.getHandedOverPolls(0)).satisfies(poll -> {
      assertThat(poll.getTaskId()).isEqualTo(78);
      assertThat(poll.getThreadName()).isEqualTo("left");
      assertThat(poll.hasStarted()).isFalse();
      assertThat(poll.getStuck()).isTrue();
    });
    assertThat(worker.getHandedOverPolls(1).hasStarted()).isTrue();
    test.console.probe().runtimeStopped(first);
    await().until(() -> updates.next().getWorkersCount() == 1);
  }

  private record FakeRuntime(long id, List<WorkerView> workers) implements RuntimeView {
    @Override
    public String name() {
      return "runtime-" + id;
    }

    @Override
    public int globalQueueDepth() {
      return 0;
    }

    @Override
    public long aliveTasks() {
      return 0;
    }
  }

  private record FakeWorker(int index) implements WorkerView {
    @Override
    public String threadName() {
      return "worker-" + index;
    }

    @Override
    public State state() {
      return index == 0 ? State.STUCK : State.POLLING;
    }

    @Override
    public long localScheduleCount() {
      return 9;
    }

    @Override
    public long budgetForcedYieldCount() {
      return 10;
    }

    @Override
    public long handoffCount() {
      return 11;
    }

    @Override
    public long pinnedParkCount() {
      return 12;
    }

    @Override
    public boolean isPinned() {
      return index == 1;
    }

    @Override
    public List<HandedOverPoll> handedOverPolls() {
      return List.of(new HandedOverPoll(78, "left", 1, 0, true),
          new HandedOverPoll(79, "left-too", 2, System.nanoTime(), false));
    }

    @Override
    public long currentTaskId() {
      return 77;
    }

    @Override
    public long pollStartedNanos() {
      return System.nanoTime();
    }

    @Override
    public long pollCount() {
      return 1;
    }

    @Override
    public long busyNanos() {
      return 2;
    }

    @Override
    public long parkCount() {
      return 3;
    }

    @Override
    public long stealCount() {
      return 4;
    }

    @Override
    public long stealOperations() {
      return 5;
    }

    @Override
    public long overflowCount() {
      return 6;
    }

    @Override
    public long noopCount() {
      return 7;
    }

    @Override
    public int localQueueDepth() {
      return 8;
    }
  }
}
