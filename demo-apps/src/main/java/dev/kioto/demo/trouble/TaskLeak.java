package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Notify;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A task for each client that comes, which ends when the client says goodbye. Some never do.
final class TaskLeak implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration IDLE_AT_MOST = Duration.ofMillis(200);

  @Override
  public String id() {
    return "task-leak";
  }

  @Override
  public String look() {
    return "the group of the tasks 'session' by spawn site: more and more are alive, and none ends";
  }

  @Override
  public String sick() {
    return "each session waits for its client's goodbye, which never comes: tasks pile up";
  }

  @Override
  public String healthy() {
    return "a session that hears nothing for 200 ms ends by itself";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var goodbye = new Notify();
    runtime.task().name("accept").spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
      var session = Task.builder().name("session");
      return switch (variant) {
        case SICK_FUTURE -> session.spawn(goodbye.notified());
        case SICK_DIRECT -> session.spawn(() -> goodbye.notified().await());
        case HEALTHY_FUTURE -> session.spawn(Futures.outcome(Time.timeout(IDLE_AT_MOST, goodbye.notified())));
        case HEALTHY_DIRECT -> session.spawn(
            () -> Futures.outcome(Time.timeout(IDLE_AT_MOST, goodbye.notified())).await());
      };
    })));
  }

  @Override
  public boolean hasVirtual() {
    return true;
  }

  @Override
  public void startVirtual(boolean healthy) {
    var goodbye = new CountDownLatch(1);
    Thread.ofVirtual().name("accept").start(PlainThreads.forever(() -> {
      Thread.sleep(PAUSE);
      Thread.ofVirtual().name("session").start(() -> waitFor(goodbye, healthy));
    }));
  }

  private static void waitFor(CountDownLatch goodbye, boolean healthy) {
    try {
      if (healthy) goodbye.await(IDLE_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
      else goodbye.await();
    } catch (InterruptedException _) {
      // The runtime shuts down.
    }
  }
}
