package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/// Two imports hold both workers, and heartbeats that are due wait for one.
final class Starved implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration BEAT = Duration.ofMillis(20);
  private static final int IMPORT_MILLIS = 2_000;

  @Override
  public String id() {
    return "starved";
  }

  @Override
  public String look() {
    return "how long the tasks 'heartbeat-…' are scheduled before they run, and who had the workers then";
  }

  @Override
  public String sick() {
    return "two imports keep both workers for 2 s at a time: heartbeats that were woken wait until one is free";
  }

  @Override
  public String healthy() {
    return "the imports wait for their server without a worker, so that one is free for each heartbeat";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    for (int i = 0; i < 2; i++) startImport(runtime, variant, "import-" + i);
    for (int i = 0; i < 4; i++) {
      var beats = Mpsc.<Integer>channel(1);
      var heartbeat = runtime.task().name("heartbeat-" + i);
      if (variant.isDirect()) {
        heartbeat.spawn(() -> {
          while (true) beats.receiver().recv().await();
        });
      } else {
        heartbeat.spawn(Loop.forever(() -> beats.receiver().recv()));
      }
      Thread.ofPlatform().name("clock-" + i).daemon().start(() -> beat(beats.sender()));
    }
  }

  /// A clock that is no part of the runtime: it ticks also while no worker has the time to look at timers.
  private static void beat(Mpsc.Sender<Integer> heartbeat) {
    while (heartbeat.trySend(1) != Mpsc.TrySend.CLOSED) LockSupport.parkNanos(BEAT.toNanos());
  }

  private static void startImport(Runtime runtime, Variant variant, String name) {
    var spawner = runtime.task().name(name);
    switch (variant) {
      case SICK_FUTURE -> spawner.spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
        Work.block(IMPORT_MILLIS); // a future task must not wait for a server like this
        return true;
      })));
      case SICK_DIRECT -> spawner.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          Work.compute(IMPORT_MILLIS * 1000L); // waiting would suspend it, computing does not
        }
      });
      case HEALTHY_FUTURE -> spawner.spawn(Loop.forever(() -> Futures.then(
          Time.sleep(PAUSE),
          _ -> Task.spawnBlocking(() -> Work.block(IMPORT_MILLIS)))));
      case HEALTHY_DIRECT -> spawner.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          Work.block(IMPORT_MILLIS);
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
    for (int i = 0; i < 2; i++) {
      Thread.ofVirtual().name("import-" + i).start(PlainThreads.forever(() -> {
        Thread.sleep(PAUSE);
        if (healthy) Thread.sleep(IMPORT_MILLIS);
        else Work.compute(IMPORT_MILLIS * 1000L);
      }));
    }
    for (int i = 0; i < 4; i++) {
      var beats = new ArrayBlockingQueue<Integer>(1);
      Thread.ofVirtual().name("heartbeat-" + i).start(PlainThreads.forever(beats::take));
      Thread.ofPlatform().name("clock-" + i).daemon().start(() -> {
        while (true) {
          beats.offer(1);
          LockSupport.parkNanos(BEAT.toNanos());
        }
      });
    }
  }
}
