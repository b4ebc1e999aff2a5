package dev.kioto.stress;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Handle;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Tasks of every kind that do what tasks do, in an order drawn from a seed: give way, sleep, wait for each other and for
/// other threads, spawn, abort, block, hold their thread, fail.
final class RandomLoad {
  private static final int MAX_STEPS = 8;
  private static final int BUDGET = 128;

  private final Handle handle;
  private final RandomSettings settings;
  private final Ledger ledger;
  private final Gate[] gates = {new Gate(), new Gate(), new Gate()};
  private final ReentrantLock lock = new ReentrantLock();
  private final Object monitor = new Object();
  private final AtomicInteger tickets; // tasks that tasks may still spawn

  RandomLoad(Handle handle, RandomSettings settings, Ledger ledger) {
    this.handle = handle;
    this.settings = settings;
    this.ledger = ledger;
    tickets = new AtomicInteger(3 * settings.outsiders() * settings.operations());
  }

  void pulse() {
    gates[ThreadLocalRandom.current().nextInt(gates.length)].pulse();
  }

  /// Lets everybody pass from now on.
  void open() {
    for (var gate : gates) {
      gate.open();
    }
  }

  // --- spawning ---

  JoinHandle<?> spawn(SplittableRandom random) {
    var own = random.split();
    return ledger.add(switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> handle.spawn(new Steps(own));
      case 4, 5, 6 -> handle.spawn(() -> body(own));
      default -> handle.spawnBlocking(() -> job(own));
    });
  }

  private @Nullable JoinHandle<?> child(SplittableRandom random) {
    return tickets.getAndDecrement() > 0 ? spawn(random) : null;
  }

  private void abortAny(SplittableRandom random) {
    var handles = ledger.handles();
    if (!handles.isEmpty()) {
      handles.get(random.nextInt(handles.size())).abort();
    }
  }

  private static void spin(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }

  // Around the timeout after which a worker is handed over, when there is one.
  private long longPollNanos(SplittableRandom random) {
    int millis = settings.stuckMillis();
    return millis > 0 && millis < 10 ? random.nextLong(2_000_000L * millis + 2_000_000) : random.nextLong(500_000);
  }

  private Future<?> waiting(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> Task.yieldNow();
      case 1 -> Time.sleep(Duration.ofNanos(random.nextInt(3_000_000)));
      case 2 -> gates[random.nextInt(gates.length)].passing();
      default -> new SelfWake();
    };
  }

  /// Pending once, having woken itself.
  private static final class SelfWake implements Future<@Nullable Void> {
    private boolean polled;

    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      if (polled) {
        return Poll.ready(null);
      }
      polled = true;
      cx.waker().wake();
      return Poll.pending();
    }
  }

  // --- what a future task does ---

  private final class Steps implements Future<Integer> {
    private final Ledger.Account account = ledger.account();
    private final SplittableRandom random;
    private int left;
    private @Nullable Future<?> current;

    Steps(SplittableRandom random) {
      this.random = random;
      left = random.nextInt(MAX_STEPS);
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      account.pollBegins();
      try {
        while (true) {
          if (!isCurrentOver(cx)) {
            return Poll.pending();
          }
          if (left-- <= 0) {
            account.over();
            return Poll.ready(0);
          }
          current = step();
        }
      } catch (Throwable e) {
        account.over();
        throw e;
      } finally {
        account.pollEnds();
      }
    }

    private boolean isCurrentOver(Context cx) {
      var polled = current;
      try {
        if (polled != null && !polled.poll(cx).isReady()) {
          return false;
        }
      } catch (JoinException e) {
        check(e);
      }
      current = null;
      return true;
    }

    private @Nullable Future<?> step() {
      return switch (random.nextInt(16)) {
        case 0, 1, 2, 3, 4 -> waiting(random);
        case 5, 6, 7 -> child(random);
        case 8 -> budget();
        case 9 -> {
          abortAny(random);
          yield null;
        }
        case 10 -> {
          spin(longPollNanos(random));
          yield null;
        }
        case 11, 12 -> {
          inPlace(random);
          yield null;
        }
        case 13 -> {
          if (random.nextInt(4) == 0) {
            throw new Ledger.Panic();
          }
          yield null;
        }
        default -> {
          child(random);
          pulse();
          yield null;
        }
      };
    }

    private Future<@Nullable Void> budget() {
      return new Future<>() {
        private int taken = random.nextInt(3 * BUDGET);

        @Override
        public Poll<@Nullable Void> poll(Context cx) {
          while (taken-- > 0) {
            if (!cx.takeBudget()) {
              return Poll.pending();
            }
          }
          return Poll.ready(null);
        }
      };
    }

    @Override
    public void drop() {
      if (current != null) {
        current.drop();
      }
      account.over();
    }
  }

  // Holds its thread, which its worker does without meanwhile.
  private void inPlace(SplittableRandom random) {
    if (!settings.isMultiThread()) {
      return;
    }
    var awaited = random.nextInt(3) == 0 ? child(random) : null;
    try {
      Task.blockInPlace(() -> {
        if (awaited != null) {
          join(awaited);
        } else {
          LockSupport.parkNanos(random.nextInt(1_000_000));
        }
        return 0;
      });
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void join(JoinHandle<?> joined) {
    try {
      joined.await();
    } catch (JoinException e) {
      check(e);
    }
  }

  /// Complains of a failure that the load does not make, where no shutdown can be to blame.
  void check(JoinException e) {
    if (e.failure() instanceof Error
        || (settings.ending() == RandomSettings.Ending.WHEN_DONE && !Ledger.isExpected(e))) {
      ledger.complain("failed: " + e + trace(e.failure()));
    }
  }

  private static String trace(Throwable e) {
    var text = new StringBuilder();
    for (var frame : e.getStackTrace()) {
      text.append("\n      at ").append(frame);
    }
    return text.toString();
  }

  // --- what a direct task and a blocking job do ---

  private int body(SplittableRandom random) throws Exception {
    ledger.bodyBegan();
    try {
      for (int left = random.nextInt(MAX_STEPS); left > 0; left--) {
        bodyStep(random);
      }
      return 0;
    } finally {
      ledger.bodyEnded();
    }
  }

  private void bodyStep(SplittableRandom random) throws Exception {
    switch (random.nextInt(21)) {
      case 0, 1, 2, 3 -> waiting(random).await();
      case 4, 5 -> {
        var joined = child(random);
        if (joined != null) {
          join(joined);
        }
      }
      case 6 -> child(random);
      case 7 -> Thread.sleep(Duration.ofNanos(random.nextInt(3_000_000)));
      case 8 -> Thread.yield();
      case 9 -> LockSupport.parkNanos(random.nextInt(2_000_000));
      case 10 -> underLock(random);
      case 11 -> inMonitor(random);
      case 12 -> nested(random);
      case 13 -> executor(random);
      case 14 -> abortAny(random);
      case 15 -> spin(longPollNanos(random));
      case 16 -> inPlace(random);
      case 17 -> consume(random.nextInt(3 * BUDGET));
      case 18 -> {
        if (random.nextInt(4) == 0) {
          throw new Ledger.Panic();
        }
      }
      case 19 -> pinned(random);
      default -> pulse();
    }
  }

  // Waits below a native frame: the JVM asks a class loader for a class.
  private void pinned(SplittableRandom random) throws ClassNotFoundException {
    long nanos = random.nextBoolean() ? longPollNanos(random) : 0;
    var loader = new ClassLoader(RandomLoad.class.getClassLoader()) {
      @Override
      public Class<?> loadClass(String name) {
        if (nanos > 0) {
          LockSupport.parkNanos(nanos);
        } else {
          synchronized (monitor) {
            monitor.notifyAll();
          }
        }
        return RandomLoad.class;
      }
    };
    Class.forName(RandomLoad.class.getName(), false, loader);
  }

  private static void consume(int units) {
    for (int i = 0; i < units; i++) {
      Task.consumeBudget().await();
    }
  }

  private void underLock(SplittableRandom random) throws InterruptedException {
    if (lock.tryLock(10, TimeUnit.MILLISECONDS)) {
      try {
        if (random.nextBoolean()) {
          Thread.sleep(Duration.ofNanos(random.nextInt(200_000)));
        }
      } finally {
        lock.unlock();
      }
    }
  }

  @SuppressWarnings("WaitNotInLoop") // for its own sake
  private void inMonitor(SplittableRandom random) throws InterruptedException {
    synchronized (monitor) {
      if (random.nextBoolean()) {
        monitor.wait(1);
      } else {
        monitor.notifyAll();
      }
    }
  }

  private void nested(SplittableRandom random) throws InterruptedException {
    var own = random.split();
    var thread = Thread.startVirtualThread(() -> nestedBody(own));
    if (random.nextBoolean()) {
      thread.join();
    }
  }

  private void nestedBody(SplittableRandom random) {
    ledger.bodyBegan();
    try {
      Thread.sleep(Duration.ofNanos(random.nextInt(1_000_000)));
      gates[0].passing().await();
    } catch (InterruptedException | CancelledException _) {
      // The runtime shuts down.
    } finally {
      ledger.bodyEnded();
    }
  }

  private void executor(SplittableRandom random) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> nestedBody(random.split()));
      var second = executor.submit(() -> 1);
      second.get();
      first.get();
    }
  }

  private int job(SplittableRandom random) throws Exception {
    ledger.bodyBegan();
    try {
      switch (random.nextInt(5)) {
        case 0 -> Thread.sleep(random.nextInt(3));
        case 1 -> child(random);
        case 2 -> pulse();
        case 3 -> {
          if (random.nextInt(4) == 0) {
            throw new Ledger.Panic();
          }
        }
        default -> abortAny(random);
      }
      return 0;
    } finally {
      ledger.bodyEnded();
    }
  }

  // --- what threads outside of the runtime do ---

  void outsider(SplittableRandom random) {
    for (int i = 0; i < settings.operations(); i++) {
      var spawned = spawn(random);
      switch (random.nextInt(12)) {
        case 0 -> spawned.abort();
        case 1 -> blockOn(spawned, random);
        case 2 -> abortAny(random);
        case 3 -> pulse();
        case 4 -> LockSupport.parkNanos(random.nextInt(300_000));
        default -> {}
      }
    }
  }

  private void blockOn(JoinHandle<?> spawned, SplittableRandom random) {
    if (settings.flavor() == RandomSettings.Flavor.LOCAL) {
      return;
    }
    try {
      if (random.nextBoolean()) {
        handle.blockOn(spawned);
      } else {
        handle.blockOn(() -> {
          waiting(random).await();
          return spawned.await();
        });
      }
    } catch (JoinException e) {
      check(e);
    } catch (CancelledException _) {
      // The runtime has shut down.
    }
  }
}
