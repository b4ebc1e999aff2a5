package dev.kioto.testing;

import dev.kioto.future.CancelledException;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.UnhandledPanic;
import dev.kioto.task.JoinException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One test and its runtime.
@SuppressWarnings("ReferenceEquality") // the same object is meant
final class TestRun {
  // How long tasks may take to end once they were aborted: a guess, far above what unwinding takes.
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String name;
  private final TestSettings settings;
  private final Runtime runtime;
  private final Queue<Throwable> unhandled = new ConcurrentLinkedQueue<>();

  // JUnit's thread. Whether the body was aborted: what goes wrong afterwards says nothing.
  private boolean timedOut;

  // Written by the thread of the body before `ended` is counted down, read after.
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Throwable failure;

  /// The code of a test.
  @FunctionalInterface
  interface Body {
    void run() throws Throwable;
  }

  TestRun(String name, TestSettings settings) {
    this.name = name;
    this.settings = settings;
    this.runtime = settings.builder(name).onThreadStart(() -> listen(Thread.currentThread())).build();
  }

  Runtime runtime() {
    return runtime;
  }

  private void listen(Thread thread) {
    if (settings.unhandledPanic() != UnhandledPanic.IGNORE) {
      thread.setUncaughtExceptionHandler((_, e) -> unhandled.add(e));
    }
  }

  /// Runs the body and waits for it.
  ///
  /// @throws TimeoutException when it takes too long; the message has a dump
  /// @throws Throwable what the body threw, or the failure of a task that nobody handled
  void run(Body body) throws Throwable {
    // A thread of its own, so that a body that does not end in spite of an interrupt does not hold JUnit's.
    var thread = new Thread(() -> drive(body), "kioto-test");
    thread.setDaemon(true);
    listen(thread);
    thread.start();
    try {
      if (settings.timeoutNanos() == 0) {
        ended.await();
      } else if (!ended.await(settings.timeoutNanos(), TimeUnit.NANOSECONDS)) {
        throw timeout();
      }
    } finally {
      if (ended.getCount() > 0) {
        timedOut = true;
        thread.interrupt();
      }
    }
    throwFailure();
  }

  private void drive(Body body) {
    try {
      if (settings.directTask()) {
        runtime.blockOn(runtime.task().name(name).spawn(() -> call(body)).abortOnDrop());
      } else {
        runtime.blockOn(() -> call(body));
      }
    } catch (JoinException e) {
      failure = e.failure();
    } catch (Throwable e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  private static void call(Body body) {
    try {
      body.run();
    } catch (Throwable e) {
      throw TestRun.<RuntimeException>same(e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // thrown as what it is
  private static <E extends Throwable> E same(Throwable e) throws E {
    throw (E) e;
  }

  private TimeoutException timeout() {
    return new TimeoutException("'" + name + "' did not end within " + Duration.ofNanos(settings.timeoutNanos())
        + ". What its tasks were at:\n\n" + runtime.dump());
  }

  private void throwFailure() throws Throwable {
    var thrown = failure;
    if (thrown == null) {
      return;
    }
    unhandled.removeIf(e -> e == thrown); // the body is a task as well
    boolean shutDown = thrown instanceof CancelledException && !unhandled.isEmpty();
    throw shutDown ? panic() : thrown;
  }

  /// Shuts the runtime down and looks at what the test left.
  ///
  /// @param report takes a dump of leftover tasks
  void end(Consumer<String> report) throws InterruptedException {
    if (timedOut) {
      runtime.shutdownTimeout(Duration.ofSeconds(1));
      return;
    }
    boolean panicked = !unhandled.isEmpty();
    String leftovers = settings.leftoverTasks() == LeftoverTasks.IGNORE ? null : leftovers();
    boolean inTime = runtime.shutdownTimeout(GRACE);
    if (panicked) {
      throw panic();
    }
    if (leftovers != null) {
      if (settings.leftoverTasks() == LeftoverTasks.FAIL) {
        throw new AssertionError("'" + name + "' left tasks that had not ended:\n\n" + leftovers);
      }
      report.accept(leftovers);
    }
    if (!inTime) {
      throw new AssertionError(
          "tasks of '" + name + "' had not ended " + GRACE + " after they were aborted:\n\n" + runtime.dump());
    }
  }

  private @Nullable String leftovers() {
    var dump = runtime.dump();
    return dump.tasks().isEmpty() ? null : dump.toString();
  }

  private AssertionError panic() {
    var failures = unhandled.toArray(Throwable[]::new);
    var error = new AssertionError("a task of '" + name + "' failed: " + failures[0]
        + ". A test whose tasks are meant to fail says unhandledPanic = IGNORE", failures[0]);
    for (int i = 1; i < failures.length; i++) {
      error.addSuppressed(failures[i]);
    }
    unhandled.clear();
    return error;
  }
}
