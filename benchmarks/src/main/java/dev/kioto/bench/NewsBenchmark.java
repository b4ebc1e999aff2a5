package dev.kioto.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What it costs to tell a number of tasks of something, each of which does some work then: 100 messages, each sent when
/// all receivers have done the work for the one before. Tokio's `benches/sync_broadcast.rs` and `sync_watch.rs`, with
/// their constants.
///
/// An operation is one message at one receiver, with the work, which is most of it where few are told.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class NewsBenchmark {
  static final int MESSAGES = 100;
  static final int CAPACITY = 1_000;

  private final List<Work> works = new ArrayList<>();

  /// Starts a task that does the work for each message.
  abstract void startReceiver(Work work);

  /// Sends the messages, each after all of the receivers have done the work for the one before.
  abstract void sendAll(int receivers) throws InterruptedException;

  private int run(int receivers) throws InterruptedException {
    while (works.size() < receivers) {
      var work = new Work();
      works.add(work);
      startReceiver(work);
    }
    sendAll(receivers);
    return works.getFirst().sum();
  }

  @Benchmark
  @OperationsPerInvocation(10 * MESSAGES)
  public int receivers10() throws InterruptedException {
    return run(10);
  }

  @Benchmark
  @OperationsPerInvocation(100 * MESSAGES)
  public int receivers100() throws InterruptedException {
    return run(100);
  }

  @Benchmark
  @OperationsPerInvocation(500 * MESSAGES)
  public int receivers500() throws InterruptedException {
    return run(500);
  }

  @Benchmark
  @OperationsPerInvocation(1_000 * MESSAGES)
  public int receivers1000() throws InterruptedException {
    return run(1_000);
  }

  /// What a receiver does for a message: writes ten random numbers into a text and adds up its letters. One task's.
  static final class Work {
    private final RandomGenerator random = RandomGenerator.getDefault();
    private int sum; // so that the work is not for nothing

    void run(int message) {
      var text = new StringBuilder();
      for (int i = 1; i <= 10; i++) {
        text.append(' ').append(i).append('=').append(random.nextDouble());
      }
      for (int i = 0; i < text.length(); i++) {
        sum += text.charAt(i);
      }
      sum += message;
    }

    int sum() {
      return sum;
    }
  }
}
