package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.sync.Notify;
import dev.kioto.sync.Watch;
import org.jspecify.annotations.Nullable;

/// A watch channel between future tasks.
public class WatchFutureBenchmark extends KiotoNewsBenchmark {
  private final Watch.Sender<Integer> sender = Watch.sender(0);

  @Override
  void startReceiver(Work work) {
    runtime.spawn(new Watching(sender.subscribe(), work));
  }

  @Override
  void send(int message) {
    sender.send(message);
  }

  @Override
  void sendAll(int receivers) {
    runtime.spawn(new Sending(receivers)).await();
  }

  private final class Watching implements Future<Boolean> {
    private final Watch.Receiver<Integer> receiver;
    private final Work work;
    private Future<Boolean> changed; // the polling thread

    Watching(Watch.Receiver<Integer> receiver, Work work) {
      this.receiver = receiver;
      this.work = work;
      this.changed = receiver.changed();
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (changed.poll(cx).isReady()) {
        work.run(receiver.borrow());
        done();
        changed = receiver.changed();
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      changed.drop();
    }
  }

  private final class Sending implements Future<Boolean> {
    private final int receivers;
    private int sent; // the polling thread, as the next
    private Notify.@Nullable Notified waiting;

    Sending(int receivers) {
      this.receivers = receivers;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (true) {
        if (working.get() == 0) {
          if (sent == MESSAGES) {
            return BenchFutures.READY;
          }
          working.addAndGet(receivers);
          send(sent++);
        }
        var notified = waiting == null ? allDone.notified() : waiting;
        waiting = notified;
        if (!notified.poll(cx).isReady()) {
          return Poll.pending();
        }
        waiting = null;
      }
    }
  }
}
