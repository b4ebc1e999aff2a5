package dev.kioto.bench.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// The load on an echo server, the same for all, in a process of its own: each connection sends a message, awaits it, and sends the
/// next. It also reads the processor time of the server, at the beginning and the end of what is measured.
///
/// Prints in a line: round trips, seconds, processor seconds of the server, and the latency in microseconds: median, 99 %, 99.9 %,
/// most. A round trip counts when it ends in the measured time; the latency of those that have not ended by then is told when it is
/// more than that of any other.
public final class EchoLoad {
  private EchoLoad() {}

  /// What to do.
  ///
  /// @param port of the server
  /// @param pid of the server
  /// @param connections how many
  /// @param bytes of a message
  /// @param threads that the connections are spread over
  /// @param warmupMillis before what is measured
  /// @param millis that are measured
  record Plan(int port, long pid, int connections, int bytes, int threads, long warmupMillis, long millis) {
    List<String> arguments() {
      return List.of("" + port, "" + pid, "" + connections, "" + bytes, "" + threads, "" + warmupMillis, "" + millis);
    }

    static Plan of(String... arguments) {
      var numbers = List.of(arguments).stream().map(Long::valueOf).toList();
      return new Plan(numbers.get(0).intValue(), numbers.get(1), numbers.get(2).intValue(), numbers.get(3).intValue(),
          numbers.get(4).intValue(), numbers.get(5), numbers.get(6));
    }
  }

  /// @param args those of a [Plan]
  public static void main(String[] args) throws IOException, InterruptedException {
    endWithTheParent();
    System.out.println(run(Plan.of(args)));
    System.exit(0);
  }

  private static void endWithTheParent() {
    Thread.ofPlatform().daemon().start(() -> {
      try {
        while (System.in.read() >= 0) {
          // Whatever it is, it is not the end.
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        Runtime.getRuntime().halt(1);
      }
    });
  }

  /// Puts a server under load.
  ///
  /// @return the line to print
  /// @throws IOException when a connection cannot be made
  /// @throws IllegalStateException when the server fails, or answers with other bytes
  static String run(Plan plan) throws IOException, InterruptedException {
    var threads = new ArrayList<EchoLoadThread>();
    for (int i = 0; i < plan.threads(); i++) {
      int share = (plan.connections() + i) / plan.threads();
      threads.add(new EchoLoadThread(plan.port(), share, plan.bytes()));
    }
    long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plan.warmupMillis());
    long end = start + TimeUnit.MILLISECONDS.toNanos(plan.millis());
    var running = threads.stream().map(thread -> Thread.ofPlatform().start(() -> thread.run(start, end))).toList();
    long cpu = -cpuAt(start, plan) + cpuAt(end, plan);
    for (var thread : running) {
      thread.join();
    }
    return line(threads, plan.millis() / 1e3, cpu / 1e9);
  }

  private static long cpuAt(long nanoTime, Plan plan) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
    return Child.cpuNanos(plan.pid());
  }

  private static String line(List<EchoLoadThread> threads, double seconds, double cpuSeconds) {
    var all = new Histogram(EchoLoadThread.LONGEST_NANOS, EchoLoadThread.DIGITS);
    for (var thread : threads) {
      all.add(thread.latencies());
    }
    long answered = threads.stream().mapToLong(EchoLoadThread::answered).sum();
    if (answered == 0) {
      throw new IllegalStateException("no message came back in " + seconds + " s");
    }
    return String.format(Locale.ROOT, "%d %.3f %.3f %.1f %.1f %.1f %.1f", answered, seconds, cpuSeconds,
        all.getValueAtPercentile(50) / 1e3, all.getValueAtPercentile(99) / 1e3, all.getValueAtPercentile(99.9) / 1e3,
        all.getMaxValue() / 1e3);
  }
}
