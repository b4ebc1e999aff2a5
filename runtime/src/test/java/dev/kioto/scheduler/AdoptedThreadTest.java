package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.probe.Probe;
import dev.kioto.probe.TaskOutcome;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads that are made as [SchedulerHook] has the JDK make them.
@Timeout(60)
final class AdoptedThreadTest {
  private final SchedulerOptions options = TestTasks.options(1, Probe.NONE);
  private final Scheduler scheduler;
  private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();

  AdoptedThreadTest() {
    options.unhandledPanic = SchedulerOptions.UnhandledPanic.SHUTDOWN_RUNTIME;
    scheduler = Scheduler.start(options);
  }

  @AfterEach
  void shutDown() throws InterruptedException {
    assertThat(scheduler.shutdown(20_000_000_000L)).isTrue();
  }

  /// As in the changed constructor: the thread knows its scheduler, which knows the thread and its code.
  private static final class Made implements Executor, Runnable {
    final Thread thread = VirtualThreads.create(this, "made", this);
    final AdoptedThread adopted;

    Made(Scheduler scheduler, Runnable code) {
      adopted = new AdoptedThread(scheduler, thread, code);
    }

    @Override
    public void execute(Runnable continuation) {
      adopted.execute(continuation);
    }

    @Override
    public void run() {
      adopted.run();
    }
  }

  private TaskCell<?> run(Runnable code) throws InterruptedException {
    var release = new CountDownLatch(1);
    var made = new Made(scheduler, () -> {
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      code.run();
    });
    made.thread.setUncaughtExceptionHandler((_, e) -> uncaught.complete(e));
    made.thread.start();
    var task = (TaskCell<?>) scheduler.liveTasks().getFirst();
    assertThat(task.name()).isEqualTo("made");
    release.countDown();
    made.thread.join();
    await().until(task::isFinished);
    return task;
  }

  @Test
  void thread_thatDiesOfAnException_isATaskThatFailedAndIsToldOfByTheJdkAlone() throws Exception {
    var odd = new IllegalStateException("odd");
    var task = run(() -> {
      throw odd;
    });

    assertThat(task.outcome()).isEqualTo(TaskOutcome.FAILED);
    assertThat(task.failure()).isSameAs(odd);
    assertThat(uncaught.get()).isSameAs(odd);
    assertThat(Objects.requireNonNull(run(() -> {})).outcome()).as("the runtime goes on")
        .isEqualTo(TaskOutcome.COMPLETED);
  }

  @Test
  void thread_thatReturns_isATaskThatCompleted() throws InterruptedException {
    var task = run(() -> {});

    assertThat(task.outcome()).isEqualTo(TaskOutcome.COMPLETED);
    assertThat(uncaught).isNotDone();
  }
}
