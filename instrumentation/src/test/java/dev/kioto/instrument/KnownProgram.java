package dev.kioto.instrument;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.TaskKind;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.task.TaskBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A random program on several runtimes that counts what its tasks do. They wake themselves and each other, from inside
/// polls, from blocking jobs and from threads of no runtime; several times over, and also while they are polled.
///
/// A direct task does here what takes no lock: one that waits for a lock is polled as often as that takes.
final class KnownProgram {
  private final List<Runtime> runtimes;
  private final AtomicInteger toSpawn;
  private final AtomicInteger alive = new AtomicInteger();
  private final Queue<AllOver> waitForAll = new ConcurrentLinkedQueue<>();
  private final Queue<Known> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> outside = new ConcurrentLinkedQueue<>();

  /// @param spawns how many tasks it spawns at most, but for those that wake others
  KnownProgram(List<Runtime> runtimes, int spawns) {
    this.runtimes = runtimes;
    toSpawn = new AtomicInteger(spawns);
  }

  /// Runs to its end, with a root on each runtime.
  List<Known> run(RandomGenerator random) throws InterruptedException {
    var roots = runtimes.stream().map(_ -> new Scripted(began(TaskKind.BLOCK_ON), split(random))).toList();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < roots.size(); i++) {
      var runtime = runtimes.get(i);
      var root = roots.get(i);
      threads.add(Thread.ofPlatform().start(() -> {
        runtime.blockOn(root);
        runtime.blockOn(new AllOver(new Known(TaskKind.BLOCK_ON)));
      }));
    }
    threads.add(Thread.ofPlatform().start(this::runOutside));
    for (var thread : threads) {
      if (!thread.join(Duration.ofSeconds(30))) {
        throw new AssertionError("the program does not end: " + alive + " tasks live");
      }
    }
    return List.copyOf(tasks);
  }

  private void runOutside() {
    while (alive.get() > 0) {
      var next = outside.poll();
      if (next == null) {
        LockSupport.parkNanos(50_000);
      } else {
        next.run();
      }
    }
  }

  private static RandomGenerator split(RandomGenerator random) {
    return new SplittableRandom(random.nextLong());
  }

  private Known began(TaskKind kind) {
    var known = new Known(kind);
    tasks.add(known);
    alive.incrementAndGet();
    return known;
  }

  private void over() {
    if (alive.decrementAndGet() == 0) {
      waitForAll.forEach(AllOver::tell);
    }
  }

  private Runtime anyRuntime(RandomGenerator random) {
    return runtimes.get(random.nextInt(runtimes.size()));
  }

  private void spawnAny(RandomGenerator random) {
    if (toSpawn.getAndDecrement() <= 0) {
      return;
    }
    var runtime = anyRuntime(random);
    var own = split(random);
    switch (random.nextInt(4)) {
      case 0 -> {
        var job = began(TaskKind.BLOCKING);
        runtime.spawnBlocking((TaskBody) () -> once(job, () -> spawnAny(own)));
      }
      case 1 -> {
        var direct = began(TaskKind.DIRECT);
        runtime.spawn((TaskBody) () -> runDirect(direct, own));
      }
      default -> runtime.spawn(new Scripted(began(TaskKind.FUTURE), own));
    }
  }

  private void once(Known known, Runnable action) {
    known.polled();
    action.run();
    over();
  }

  /// Has somebody wake a task a few times. All wakes but the last are made before `released` is run.
  private void arrangeWakes(Known known, Runnable wake, Runnable released, RandomGenerator random) {
    int wakes = 1 + random.nextInt(3);
    known.owed.addAndGet(wakes);
    Runnable waker = () -> {
      for (int i = 1; i <= wakes; i++) {
        if (i == wakes) {
          released.run();
        }
        known.wakes.incrementAndGet();
        wake.run();
        known.owed.decrementAndGet();
      }
    };
    switch (random.nextInt(3)) {
      case 0 -> outside.add(waker);
      case 1 -> {
        var job = began(TaskKind.BLOCKING);
        anyRuntime(random).spawnBlocking((TaskBody) () -> once(job, waker));
      }
      default -> {
        var other = began(TaskKind.FUTURE);
        anyRuntime(random).spawn((Future<Integer>) _ -> {
          once(other, waker);
          return Poll.ready(1);
        });
      }
    }
  }

  private void runDirect(Known known, RandomGenerator random) {
    known.polled();
    for (int steps = random.nextInt(10); steps > 0; steps--) {
      if (random.nextBoolean()) {
        known.wakes.incrementAndGet();
        known.selfWakes.incrementAndGet();
        Task.yieldNow().await();
        known.polled();
      } else {
        suspend(known);
      }
    }
    outside.add(this::over);
  }

  // One wake, by a thread outside, once the task is seen to be suspended: an unpark before that is not told.
  private void suspend(Known known) {
    var released = new AtomicInteger();
    var thread = Thread.currentThread();
    outside.add(() -> {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      known.wakes.incrementAndGet();
      released.set(1);
      LockSupport.unpark(thread);
    });
    while (released.get() == 0) {
      LockSupport.park(this);
    }
    known.polled();
  }

  /// Polls as the dice say, and is over when all wakes that it asked for have been made.
  private final class Scripted implements Future<@Nullable Void> {
    private final Known known;
    private final RandomGenerator random;
    private final AtomicLong awaited = new AtomicLong();
    private int steps;

    Scripted(Known known, RandomGenerator random) {
      this.known = known;
      this.random = random;
      steps = random.nextInt(20);
    }

    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      known.polled();
      while (awaited.get() == 0) {
        if (steps == 0 && known.owed.get() == 0) {
          over();
          return Poll.ready(null);
        }
        if (steps == 0 || random.nextInt(3) == 0) {
          wakeSelf(cx);
          steps = Math.max(0, steps - 1);
          return Poll.pending();
        }
        steps--;
        if (random.nextInt(3) == 0) {
          spawnAny(random);
        } else {
          awaited.incrementAndGet();
          known.wakers.incrementAndGet();
          arrangeWakes(known, cx.waker()::wake, awaited::decrementAndGet, random);
        }
      }
      return Poll.pending();
    }

    private void wakeSelf(Context cx) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        known.wakers.incrementAndGet();
        known.wakes.incrementAndGet();
        known.selfWakes.incrementAndGet();
        cx.waker().wake();
      }
    }
  }

  /// Keeps a runtime going until there are no tasks any more. It is one itself that nobody waits for.
  private final class AllOver implements Future<Integer> {
    private final Known known;
    // Guarded by this.
    private @Nullable Waker waker;
    private boolean told;

    AllOver(Known known) {
      this.known = known;
      tasks.add(known);
      waitForAll.add(this);
      if (alive.get() == 0) {
        tell();
      }
    }

    @Override
    public synchronized Poll<Integer> poll(Context cx) {
      known.polled();
      if (told) {
        return Poll.ready(1);
      }
      known.wakers.incrementAndGet();
      waker = cx.waker();
      return Poll.pending();
    }

    void tell() {
      Waker waiting;
      synchronized (this) {
        waiting = told ? null : waker;
        told = true;
      }
      if (waiting != null) {
        known.wakes.incrementAndGet();
        waiting.wake();
      }
    }
  }
}
