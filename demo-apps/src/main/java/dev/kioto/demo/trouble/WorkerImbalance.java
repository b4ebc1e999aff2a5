package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One task that does the work of all orders itself, while the other workers sleep.
final class WorkerImbalance implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Duration SPREAD_PAUSE = Duration.ofMillis(40);
  private static final int ORDERS = 4;
  private static final int ORDER_MICROS = 2_000;

  @Override
  public String id() {
    return "worker-imbalance";
  }

  @Override
  public String look() {
    return "the busy share of the workers: one has nearly all the work, of the task 'dispatcher'";
  }

  @Override
  public String sick() {
    return "a dispatcher handles all orders itself, one after the other: one worker is busy, and nobody can help it";
  }

  @Override
  public String healthy() {
    return "a task for each order, which any worker can take";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var dispatcher = runtime.task().name("dispatcher");
    switch (variant) {
      case SICK_FUTURE -> dispatcher.spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
        for (int i = 0; i < ORDERS; i++) handle();
        return true;
      })));
      case SICK_DIRECT -> dispatcher.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          for (int i = 0; i < ORDERS; i++) handle();
        }
      });
      case HEALTHY_FUTURE -> dispatcher.spawn(Loop.forever(() -> Futures.map(Time.sleep(SPREAD_PAUSE), _ -> {
        for (int i = 0; i < ORDERS; i++) Task.builder().name("order").spawn(order());
        return true;
      })));
      case HEALTHY_DIRECT -> dispatcher.spawn(() -> {
        while (true) {
          Time.sleep(SPREAD_PAUSE).await();
          for (int i = 0; i < ORDERS; i++) Task.builder().name("order").spawn(WorkerImbalance::handle);
        }
      });
    }
  }

  @Override
  public boolean hasVirtual() {
    return true;
  }

  @Override
  public void startVirtual(boolean healthy) {
    Thread.ofVirtual().name("dispatcher").start(PlainThreads.forever(() -> {
      Thread.sleep(healthy ? SPREAD_PAUSE : PAUSE);
      for (int i = 0; i < ORDERS; i++) {
        if (healthy) Thread.ofVirtual().name("order").start(WorkerImbalance::handle);
        else handle();
      }
    }));
  }

  private static Future<Boolean> order() {
    return Futures.<@Nullable Void, Boolean>map(Futures.ready(null), _ -> {
      handle();
      return true;
    });
  }

  private static void handle() {
    Work.compute(ORDER_MICROS);
  }
}
