package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.TryRecv;
import dev.kioto.task.Task;
import dev.kioto.time.Sleep;
import dev.kioto.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A consumer that asks to be polled again for as long as there is nothing to consume.
final class SelfWake implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration REST = Duration.ofMillis(2);
  private static final int LOOKS = 20; // between two rests

  @Override
  public String id() {
    return "self-wake";
  }

  @Override
  public String look() {
    return "the wakes of the task 'consumer': nearly all are by itself, and a worker is busy with nothing";
  }

  @Override
  public String sick() {
    return "a consumer looks for a message, finds none and has itself polled again at once, twenty times before each rest";
  }

  @Override
  public String healthy() {
    return "the consumer waits for the message, which wakes it";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var channel = Mpsc.<Integer>channel(16);
    var receiver = channel.receiver();
    runtime.task().name("producer").spawn(Loop.forever(() -> Futures.then(
        Time.sleep(PAUSE),
        _ -> channel.sender().send(1))));
    var consumer = runtime.task().name("consumer");
    switch (variant) {
      case SICK_FUTURE -> consumer.spawn(new Impatient(receiver));
      case SICK_DIRECT -> consumer.spawn(() -> {
        for (int look = 1; !(receiver.tryRecv() instanceof TryRecv.Ended<Integer>); look++) {
          if (look % LOOKS == 0) Time.sleep(REST).await();
          else Task.yieldNow().await();
        }
      });
      case HEALTHY_FUTURE -> consumer.spawn(Loop.forever(receiver::recv));
      case HEALTHY_DIRECT -> consumer.spawn(() -> {
        var message = receiver.recv().await();
        while (message != null) message = receiver.recv().await();
      });
    }
  }

  private static final class Impatient implements Future<@Nullable Void> {
    private final Mpsc.Receiver<Integer> receiver;

    // Both: the polling thread.
    private int looks;
    private @Nullable Sleep rest;

    Impatient(Mpsc.Receiver<Integer> receiver) {
      this.receiver = receiver;
    }

    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      var resting = rest;
      if (resting != null && !resting.poll(cx).isReady()) return Poll.pending();
      rest = null;
      if (receiver.tryRecv() instanceof TryRecv.Ended<Integer>) return Poll.ready(null);
      if (++looks % LOOKS == 0) rest = Time.sleep(REST);
      cx.waker().wake(); // asks for the next poll, whether there will be something or not
      return Poll.pending();
    }

    @Override
    public void drop() {
      if (rest != null) rest.drop();
    }
  }
}
