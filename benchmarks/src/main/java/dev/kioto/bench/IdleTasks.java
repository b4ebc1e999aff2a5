package dev.kioto.bench;

import dev.kioto.bench.Workload.Countdown;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.probe.Probe;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.TaskBody;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What idle tasks cost in memory: starts many, waits until each waits for a signal, looks at the memory in use, then
/// sends every signal and waits until all have ended. One kind for a process, since threads and heap remember what was
/// before.
///
/// Prints three numbers in a line: tasks, bytes of heap a task after a collection, resident bytes a task (NaN where the
/// system does not tell). Included is what a user needs to have an idle task at all: its code, the signal, and the
/// reference by which the signal is sent.
public final class IdleTasks {
  static final int TASKS = 1_000_000;
  private static final int WARM_UP = 10_000;

  private IdleTasks() {}

  /// What is started.
  enum Kind {
    FUTURE, DIRECT, VIRTUAL,
    /// Future tasks of a program that consoles may watch. Each is polled three times before it waits, so that there is a
    /// distribution of its times.
    WATCHED
  }

  /// Sent once, to one task.
  interface Signal {
    void send();
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    var kind = Kind.valueOf(args[0].toUpperCase(Locale.ROOT));
    int tasks = Integer.parseInt(args[1]);
    try (var console = kind == Kind.WATCHED ? Instrumentation.builder().bind("127.0.0.1", 0).start() : null;
        var runtime = runtime(console)) {
      start(kind, runtime, WARM_UP).endAll(); // what is loaded once is no task's
      var before = Usage.now();
      var idle = start(kind, runtime, tasks);
      var after = Usage.now();
      idle.endAll();
      System.out.printf(Locale.ROOT, "%d %.1f %.1f%n", tasks, (after.heap() - before.heap()) / tasks,
          (after.resident() - before.resident()) / tasks);
    }
  }

  static Runtime runtime(@Nullable Instrumentation console) {
    return Runtime.builder().enableAll().workerThreads(Workload.WORKERS)
        .probe(console == null ? Probe.NONE : console.probe()).build();
  }

  static Group start(Kind kind, Runtime runtime, int tasks) throws InterruptedException {
    var waiting = new Countdown(tasks);
    var done = new Countdown(tasks);
    var signals = new Signal[tasks];
    for (int i = 0; i < tasks; i++) {
      signals[i] = switch (kind) {
        case FUTURE -> startFuture(runtime, waiting, done, 0);
        case WATCHED -> startFuture(runtime, waiting, done, 2);
        case DIRECT, VIRTUAL -> startThread(kind, runtime, waiting, done);
      };
    }
    waiting.await();
    return new Group(Arrays.asList(signals), done);
  }

  private static Signal startFuture(Runtime runtime, Countdown waiting, Countdown done, int selfWakes) {
    var signal = new HandMadeSignal();
    runtime.spawn(new IdleFuture(signal, waiting, done, selfWakes));
    return signal;
  }

  private static Signal startThread(Kind kind, Runtime runtime, Countdown waiting, Countdown done) {
    var signal = new ThreadsBenchmark.ThreadSignal();
    ThreadsBenchmark.Code body = () -> {
      waiting.taskEnded();
      signal.await();
      done.taskEnded();
    };
    if (kind == Kind.DIRECT) {
      runtime.spawn((TaskBody) body);
    } else {
      Thread.startVirtualThread(body);
    }
    return signal;
  }

  record Group(List<Signal> signals, Countdown done) {
    void endAll() throws InterruptedException {
      for (var signal : signals) {
        signal.send();
      }
      done.await();
    }
  }

  private static final class IdleFuture implements Future<Boolean> {
    private final HandMadeSignal signal;
    private final Countdown done;
    private @Nullable Countdown waiting; // the polling worker; null once counted
    private int selfWakes; // the polling worker

    IdleFuture(HandMadeSignal signal, Countdown waiting, Countdown done, int selfWakes) {
      this.signal = signal;
      this.waiting = waiting;
      this.done = done;
      this.selfWakes = selfWakes;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      if (selfWakes > 0) {
        selfWakes--;
        cx.waker().wake();
        return Poll.pending();
      }
      if (signal.poll(cx).isReady()) {
        done.taskEnded();
        return BenchFutures.READY;
      }
      if (waiting != null) {
        waiting.taskEnded();
        waiting = null;
      }
      return Poll.pending();
    }
  }

  /// Memory in use, in bytes.
  ///
  /// @param heap of live objects
  /// @param resident of the process, or NaN
  private record Usage(double heap, double resident) {
    static Usage now() throws IOException, InterruptedException {
      var memory = ManagementFactory.getMemoryMXBean();
      for (int i = 0; i < 3; i++) { // what the first collection finds unreachable may be freed by the next
        memory.gc();
        Thread.sleep(100);
      }
      return new Usage(memory.getHeapMemoryUsage().getUsed(), residentBytes());
    }

    private static double residentBytes() throws IOException {
      var status = Path.of("/proc/self/status");
      if (!Files.isReadable(status)) {
        return Double.NaN;
      }
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
        }
      }
      return Double.NaN;
    }
  }
}
