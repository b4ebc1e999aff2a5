package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Notify;
import org.jspecify.annotations.Nullable;

/// The waiters as future tasks.
public class NotifyFutureBenchmark extends NotifyBenchmark {
  private final Runtime runtime = Runtime.builder().workerThreads(Workload.WORKERS).build();
  private final Notify notify = new Notify();

  @Override
  void startWaiter() {
    runtime.spawn(new Waiter());
  }

  @Override
  void tellOne() {
    notify.notifyOne();
  }

  @Override
  void tellAll() {
    notify.notifyWaiters();
  }

  @Override
  public void stop() {
    super.stop();
    runtime.close();
  }

  private final class Waiter implements Future<Boolean> {
    private Future<@Nullable Void> notified = notify.notified(); // the polling thread

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (notified.poll(cx).isReady()) {
        told.getAndIncrement();
        notified = notify.notified();
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      notified.drop();
    }
  }
}
