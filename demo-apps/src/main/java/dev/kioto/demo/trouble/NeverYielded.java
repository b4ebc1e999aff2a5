package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.TryRecv;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import org.jspecify.annotations.Nullable;

/// A listener that looks for events in a loop of its own instead of waiting for them.
final class NeverYielded implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(50);

  @Override
  public String id() {
    return "never-yielded";
  }

  @Override
  public String look() {
    return "the task 'listener': one poll, and busy ever since";
  }

  @Override
  public String sick() {
    return "looks for events in an endless loop: the task never gives its worker back";
  }

  @Override
  public String healthy() {
    return "waits for each event, and the worker runs other tasks meanwhile";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var events = Mpsc.<Integer>channel(16);
    runtime.task().name("events").spawn(Loop.forever(() -> Futures.then(
        Time.sleep(PAUSE),
        _ -> events.sender().send(1))));
    var receiver = events.receiver();
    var listener = runtime.task().name("listener");
    switch (variant) {
      case SICK_FUTURE -> listener.spawn((Future<Integer>) _ -> Poll.ready(listen(receiver, () -> Work.block(1))));
      case SICK_DIRECT -> listener.spawn(() -> listen(receiver, Thread::onSpinWait));
      case HEALTHY_FUTURE -> listener.spawn(Loop.forever(receiver::recv));
      case HEALTHY_DIRECT -> listener.spawn(() -> {
        while (receiver.recv().await() != null) Work.compute(10);
      });
    }
  }

  @Override
  public boolean hasVirtual() {
    return true;
  }

  @Override
  public void startVirtual(boolean healthy) {
    var events = new LinkedTransferQueue<Integer>();
    Thread.ofVirtual().name("events").start(PlainThreads.forever(() -> {
      Thread.sleep(PAUSE);
      events.put(1);
    }));
    Thread.ofVirtual().name("listener").start(PlainThreads.forever(() -> {
      if (healthy) events.take();
      else if (events.poll() == null) Thread.onSpinWait();
    }));
  }

  private static int listen(Mpsc.Receiver<Integer> receiver, Runnable beforeTheNextLook) {
    int seen = 0;
    while (true) {
      switch (receiver.tryRecv()) {
        case TryRecv.Message<Integer> _ -> seen++;
        case TryRecv.Empty<Integer> _ -> beforeTheNextLook.run();
        case TryRecv.Ended<Integer> _ -> {
          return seen;
        }
      }
    }
  }
}
