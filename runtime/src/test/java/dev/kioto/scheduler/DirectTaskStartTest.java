package dev.kioto.scheduler;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.probe.Probe;
import dev.kioto.probe.TaskOutcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A virtual thread that does not start, as happens when memory is short.
@Timeout(60)
final class DirectTaskStartTest {
  private static final int TERMINATED = 99; // of java.lang.VirtualThread

  private final List<TaskCell<?>> ended = new ArrayList<>();

  // Between the thread's making and its start.
  private static void spoil(TaskCell<?> task) {
    var thread = task instanceof VirtualTask<?> direct ? direct.thread() : null;
    if (thread != null) {
      try {
        VarHandle state = MethodHandles.privateLookupIn(thread.getClass(), MethodHandles.lookup())
            .findVarHandle(thread.getClass(), "state", int.class);
        state.setVolatile(thread, TERMINATED);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  @Test
  void spawn_threadThatDoesNotStart_endsTheTaskAndThrows() throws InterruptedException {
    var options = TestTasks.options(1, Probe.NONE);
    options.hooks = new Hooks(null, null, null, null, DirectTaskStartTest::spoil, ended::add, null, null);
    var scheduler = Scheduler.start(options);

    assertThatThrownBy(() -> scheduler.spawn(() -> 1, TaskOptions.NONE, "code"))
        .isInstanceOf(IllegalThreadStateException.class);
    assertThat(scheduler.aliveTasks()).isZero();
    assertThat(ended).singleElement().satisfies(task -> assertThat(task.outcome()).isEqualTo(TaskOutcome.CANCELLED));
    assertThat(scheduler.shutdown(SECONDS.toNanos(10))).isTrue();
  }
}
