package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.sync.Broadcast;
import org.jspecify.annotations.Nullable;

/// A broadcast channel between future tasks.
public class BroadcastFutureBenchmark extends KiotoNewsBenchmark {
  private final Broadcast.Sender<Integer> sender = Broadcast.sender(CAPACITY);

  @Override
  void startReceiver(Work work) {
    runtime.spawn(new Receiving(sender.subscribe(), work));
  }

  @Override
  void send(int message) {
    sender.send(message);
  }

  @Override
  void sendAll(int receivers) {
    runtime.blockOn(() -> sendAndAwaitAll(receivers));
  }

  private final class Receiving implements Future<Boolean> {
    private final Broadcast.Receiver<Integer> receiver;
    private final Work work;
    private Future<@Nullable Integer> recv; // the polling thread

    Receiving(Broadcast.Receiver<Integer> receiver, Work work) {
      this.receiver = receiver;
      this.work = work;
      this.recv = receiver.recv();
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (recv.poll(cx) instanceof Poll.Ready<@Nullable Integer> ready) {
        var message = ready.value();
        if (message == null) {
          return BenchFutures.READY;
        }
        work.run(message);
        done();
        recv = receiver.recv();
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      recv.drop();
    }
  }
}
