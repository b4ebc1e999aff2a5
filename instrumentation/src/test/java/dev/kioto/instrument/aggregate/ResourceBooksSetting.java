package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.FakeTask;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.ThreadProbe;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/// Resources and operations of a program that a test makes up, and who subscribes to them.
abstract class ResourceBooksSetting {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;

  final AtomicLong time = new AtomicLong(1000);
  final Recorder recorder = new Recorder(1 << 14, time::get);
  final Aggregator aggregator = new Aggregator(recorder, Duration.ofSeconds(60), 5);
  private final Set<Long> spawned = new HashSet<>();
  ThreadProbe probe;

  @BeforeEach
  final void openThread() {
    probe = recorder.openThread("test");
  }

  final ThreadProbe at(long nanos) {
    time.set(nanos);
    return probe;
  }

  final Subscription subscribe() {
    var subscription = aggregator.subscribe();
    if (subscription == null) {
      throw new AssertionError("no subscription left");
    }
    return subscription;
  }

  final TestResource created(long id) {
    var resource = new TestResource(id);
    probe.resourceCreated(resource);
    return resource;
  }

  /// An operation that waits, of a task that is spawned before its first one.
  final TestOperation waiting(long id, long resource, long task) {
    if (task != 0 && spawned.add(task)) {
      probe.taskSpawned(new FakeTask(task));
    }
    var operation = new TestOperation(id, resource, task);
    probe.operationStarted(operation);
    operation.waiting = true;
    probe.operationPolled(id, false);
    return operation;
  }

  final void over(TestOperation operation, boolean ready) {
    operation.waiting = false;
    operation.over = true;
    probe.operationPolled(operation.id(), ready);
    probe.operationEnded(operation.id(), ready);
  }

  final void atOnce(long id, long resource, long task) {
    var operation = new TestOperation(id, resource, task);
    probe.operationStarted(operation);
    probe.operationPolled(id, true);
    operation.over = true;
    probe.operationEnded(id, true);
  }

  static ResourceSnapshot onlyResource(Batch batch) {
    assertThat(batch.resources()).hasSize(1);
    return batch.resources().get(0).of();
  }

  static OperationSnapshot onlyOperation(Batch batch) {
    assertThat(batch.operations()).hasSize(1);
    return batch.operations().get(0).of();
  }

  final void settle() {
    for (int i = 0; i < 4; i++) {
      aggregator.pass();
    }
  }
}
