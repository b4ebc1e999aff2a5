package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A counter that takes thousands of samples one by one.
final class BudgetExhausted implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int BURST = 5_000;

  @Override
  public String id() {
    return "budget-exhausted";
  }

  @Override
  public String look() {
    return "how often the task 'counter' spent its budget and was made to give way";
  }

  @Override
  public String sick() {
    return "a counter receives 5,000 samples of each burst one by one: it is made to give way after every 128";
  }

  @Override
  public String healthy() {
    return "the counter receives all samples of a burst at once";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var samples = Mpsc.<Integer>unbounded();
    runtime.task().name("sampler").spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
      for (int i = 0; i < BURST; i++) samples.sender().send(1);
      return true;
    })));
    var receiver = samples.receiver();
    var counter = runtime.task().name("counter");
    switch (variant) {
      case SICK_FUTURE -> counter.spawn(new OneByOne(receiver));
      case SICK_DIRECT -> counter.spawn(() -> {
        long sum = 0;
        for (var sample = receiver.recv().await(); sample != null; sample = receiver.recv().await()) sum += sample;
        return sum;
      });
      case HEALTHY_FUTURE -> counter.spawn(new AllAtOnce(receiver));
      case HEALTHY_DIRECT -> counter.spawn(() -> {
        long sum = 0;
        var burst = new ArrayList<Integer>(BURST);
        while (receiver.recvMany(burst, BURST).await() > 0) {
          for (int sample : burst) sum += sample;
          burst.clear();
        }
        return sum;
      });
    }
  }

  private static final class OneByOne implements Future<Long> {
    private final Mpsc.Receiver<Integer> receiver;

    // Both: the polling thread.
    private Future<@Nullable Integer> next;
    private long sum;

    OneByOne(Mpsc.Receiver<Integer> receiver) {
      this.receiver = receiver;
      next = receiver.recv();
    }

    @Override
    public Poll<Long> poll(Context cx) {
      while (next.poll(cx) instanceof Poll.Ready(var sample)) {
        if (sample == null) return Poll.ready(sum);
        sum += sample;
        next = receiver.recv();
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      next.drop();
    }
  }

  private static final class AllAtOnce implements Future<Long> {
    private final Mpsc.Receiver<Integer> receiver;
    private final List<Integer> burst = new ArrayList<>(BURST);

    // Both: the polling thread.
    private Future<Integer> next;
    private long sum;

    AllAtOnce(Mpsc.Receiver<Integer> receiver) {
      this.receiver = receiver;
      next = receiver.recvMany(burst, BURST);
    }

    @Override
    public Poll<Long> poll(Context cx) {
      while (next.poll(cx) instanceof Poll.Ready<Integer>(var taken)) {
        if (taken == 0) return Poll.ready(sum);
        for (int sample : burst) sum += sample;
        burst.clear();
        next = receiver.recvMany(burst, BURST);
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      next.drop();
    }
  }
}
