package dev.kioto.stress;

import dev.kioto.future.Future;
import dev.kioto.runtime.Handle;
import dev.kioto.runtime.LocalRuntime;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeMetrics;
import dev.kioto.task.JoinException;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One runtime with settings that were drawn from a seed, its tasks, its end, and the questions that are asked then: did each
/// task end once, was each future over once, did everybody who joined return, is no thread left, do the counts agree.
final class RandomRound {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration THREADS_MAY_LINGER = Duration.ofSeconds(10);

  private final long seed;
  private final RandomSettings settings;
  private final SplittableRandom random;
  private final String threadName;
  private final Ledger ledger = new Ledger();

  RandomRound(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    settings = RandomSettings.draw(random);
    threadName = "random" + Long.toHexString(seed);
  }

  @Override
  public String toString() {
    return "seed=" + seed + ": " + settings;
  }

  /// Plays the round.
  ///
  /// @return what is wrong; empty when all is well
  List<String> play() throws InterruptedException {
    var found = new AtomicReference<@Nullable List<String>>();
    var thread = new Thread(() -> found.set(playHere()), "round");
    thread.setDaemon(true);
    thread.start();
    thread.join(PATIENCE);
    var complaints = found.get();
    return complaints != null ? complaints : List.of("does not end", threads());
  }

  private List<String> playHere() {
    try {
      if (settings.flavor() == RandomSettings.Flavor.LOCAL) {
        play(ledger.watch(settings.builder(threadName)).buildLocal());
      } else {
        play(ledger.watch(settings.builder(threadName)).build());
      }
      return ledger.audit();
    } catch (Throwable e) {
      var text = new ArrayList<>(List.of("the round failed: " + e));
      for (var frame : e.getStackTrace()) {
        text.add("  at " + frame);
      }
      return text;
    }
  }

  /// What the two kinds of runtime have in common.
  private interface Subject {
    Handle handle();

    void drive(Future<?> future);

    boolean shutdownTimeout(Duration timeout) throws InterruptedException;

    void shutdownBackground();

    void close();
  }

  private void play(Runtime runtime) throws InterruptedException {
    play(new Subject() {
      @Override
      public Handle handle() {
        return runtime.handle();
      }

      @Override
      public void drive(Future<?> future) {
        runtime.blockOn(future);
      }

      @Override
      public boolean shutdownTimeout(Duration timeout) throws InterruptedException {
        return runtime.shutdownTimeout(timeout);
      }

      @Override
      public void shutdownBackground() {
        runtime.shutdownBackground();
      }

      @Override
      public void close() {
        runtime.close();
      }
    });
  }

  private void play(LocalRuntime runtime) throws InterruptedException {
    play(new Subject() {
      @Override
      public Handle handle() {
        return runtime.handle();
      }

      @Override
      public void drive(Future<?> future) {
        runtime.blockOn(future);
      }

      @Override
      public boolean shutdownTimeout(Duration timeout) {
        runtime.close();
        return true;
      }

      @Override
      public void shutdownBackground() {}

      @Override
      public void close() {
        runtime.close();
      }
    });
  }

  private void play(Subject runtime) throws InterruptedException {
    var load = new RandomLoad(runtime.handle(), settings, ledger);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < settings.outsiders(); i++) {
      var own = random.split();
      threads.add(start("outsider" + i, () -> load.outsider(own)));
    }
    var over = new Gate();
    threads.add(start("pulse", () -> {
      while (!over.isOpen()) {
        load.pulse();
        LockSupport.parkNanos(200_000);
      }
    }));
    end(runtime, load, threads);
    load.open();
    over.open();
    for (var thread : threads) {
      thread.join();
    }
    waitFor("the code of all tasks ends", () -> ledger.liveBodies() == 0);
    waitFor("no thread of the runtime is left", () -> !threads().contains(threadName));
    compare(runtime.handle().metrics());
  }

  private Thread start(String name, Runnable code) {
    var thread = new Thread(() -> {
      try {
        code.run();
      } catch (Throwable e) {
        ledger.complain(name + " failed: " + e + List.of(e.getStackTrace()));
      }
    }, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void end(Subject runtime, RandomLoad load, List<Thread> spawning) throws InterruptedException {
    switch (settings.ending()) {
      case WHEN_DONE -> finish(runtime, load, spawning.subList(0, settings.outsiders()));
      case CLOSE -> someTime(runtime);
      case TIMEOUT -> {
        someTime(runtime);
        runtime.shutdownTimeout(Duration.ofNanos(random.nextInt(5_000_000)));
      }
      case BACKGROUND -> {
        someTime(runtime);
        runtime.shutdownBackground();
      }
    }
    runtime.close();
  }

  private void someTime(Subject runtime) {
    var time = Duration.ofNanos(random.nextInt(50_000_000));
    if (settings.isMultiThread() || random.nextInt(4) == 0) {
      LockSupport.parkNanos(time.toNanos());
    } else {
      runtime.drive(Time.sleep(time)); // somebody has to drive
    }
  }

  private void finish(Subject runtime, RandomLoad load, List<Thread> spawning) throws InterruptedException {
    while (spawning.stream().anyMatch(Thread::isAlive)) {
      runtime.drive(Time.sleep(Duration.ofMillis(1)));
    }
    int joined = 0;
    var handles = ledger.handles();
    while (joined < handles.size()) {
      for (; joined < handles.size(); joined++) {
        try {
          runtime.drive(handles.get(joined));
        } catch (JoinException e) {
          load.check(e);
        }
      }
      handles = ledger.handles();
    }
  }

  private void waitFor(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > THREADS_MAY_LINGER.toNanos()) {
        ledger.complain("waited in vain: " + what + "\n" + threads());
        return;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void compare(RuntimeMetrics metrics) {
    equal("tasks alive", 0, metrics.numAliveTasks());
    equal("tasks in the inject queue", 0, metrics.globalQueueDepth());
    equal("blocking threads", 0, metrics.numBlockingThreads());
    equal("blocking jobs that wait", 0, metrics.blockingQueueDepth());
    long polls = 0;
    for (int i = 0; i < metrics.numWorkers(); i++) {
      polls += metrics.workerPollCount(i);
      equal("tasks in the queue of worker " + i, 0, metrics.workerLocalQueueDepth(i));
    }
    equal("polls", ledger.polls.sum(), polls);
    if (settings.ending() == RandomSettings.Ending.WHEN_DONE) {
      equal("spawns", ledger.spawns.sum(), metrics.spawnedTasksCount());
    }
  }

  private void equal(String what, long expected, long actual) {
    if (expected != actual) {
      ledger.complain(what + ": " + actual + ", but should be " + expected);
    }
  }

  private static String threads() {
    var text = new StringBuilder();
    Thread.getAllStackTraces().forEach((thread, frames) -> {
      text.append("  ").append(thread).append(' ').append(thread.getState()).append('\n');
      for (var frame : frames) {
        text.append("      at ").append(frame).append('\n');
      }
    });
    return text.toString();
  }

  /// Plays rounds until the time is up or one fails.
  ///
  /// @param args seconds, then a seed to start with; with anything more, that round alone, again and again
  static void main(String[] args) throws InterruptedException {
    long seconds = args.length > 0 ? Long.parseLong(args[0]) : 60;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    int rounds = 0;
    while (System.nanoTime() - end < 0) {
      var round = new RandomRound(seed);
      var complaints = round.play();
      rounds++;
      if (!complaints.isEmpty()) {
        System.out.println(round);
        complaints.forEach(System.out::println);
        System.exit(1);
      }
      seed += args.length > 2 ? 0 : 1;
    }
    System.out.println(rounds + " rounds up to seed " + seed + ", all well");
  }
}
