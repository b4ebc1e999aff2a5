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
import dev.kioto.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A consumer that asks to be polled again for as long as there is nothing to consume.
final class SelfWake implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(5);

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
    return "a consumer looks for a message, finds none and has itself polled again at once";
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
        while (!(receiver.tryRecv() instanceof TryRecv.Ended<Integer>)) Task.yieldNow().await();
      });
      case HEALTHY_FUTURE -> consumer.spawn(Loop.forever(receiver::recv));
      case HEALTHY_DIRECT -> consumer.spawn(() -> {
        var message = receiver.recv().await();
        while (message != null) message = receiver.recv().await();
      });
    }
  }

  private record Impatient(Mpsc.Receiver<Integer> receiver) implements Future<@Nullable Void> {
    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      if (receiver.tryRecv() instanceof TryRecv.Ended<Integer>) return Poll.ready(null);
      cx.waker().wake(); // asks for the next poll, whether there will be something or not
      return Poll.pending();
    }
  }
}
