package dev.kioto.bench;

import static dev.kioto.bench.ChannelWorkload.LIMIT;
import static dev.kioto.bench.ChannelWorkload.MESSAGES;
import static dev.kioto.bench.ChannelWorkload.NARROW;
import static dev.kioto.bench.ChannelWorkload.PRODUCERS;
import static dev.kioto.bench.ChannelWorkload.SENDS;
import static dev.kioto.bench.ChannelWorkload.UNBOUNDED;
import static dev.kioto.bench.ChannelWorkload.WIDE;

import dev.kioto.task.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Channels between threads that run plain code: the workloads of Tokio's `benches/sync_mpsc.rs`. Each subclass has its own
/// channels and its own threads, so that all run the same lines.
///
/// The receiver is a thread like its senders, where Tokio's is what `block_on` drives: one of the peers has no such thing. It
/// says what it costs to hand messages over as fast as they come, and not how soon one arrives.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class ChannelsBenchmark {

  /// A channel of some library.
  interface Pipe {
    void send(Integer message) throws InterruptedException;

    Integer receive() throws InterruptedException;

    /// Waits for a message and takes what is there.
    ///
    /// @return how many
    default int receiveMany(List<Integer> buffer, int limit) throws InterruptedException {
      throw new UnsupportedOperationException("this kind of channel receives one message at a time");
    }
  }

  abstract Pipe pipe(int capacity);

  /// Starts a thread.
  abstract void start(TaskBody body);

  /// Starts a thread and waits for its end.
  abstract void runAndJoin(TaskBody body) throws InterruptedException;

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedBounded() throws InterruptedException {
    contended(WIDE, ChannelsBenchmark::receiveAll);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedBoundedMany() throws InterruptedException {
    contended(WIDE, ChannelsBenchmark::receiveAllInBatches);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedFull() throws InterruptedException {
    contended(NARROW, ChannelsBenchmark::receiveAll);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedFullMany() throws InterruptedException {
    contended(NARROW, ChannelsBenchmark::receiveAllInBatches);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedUnbounded() throws InterruptedException {
    contended(UNBOUNDED, ChannelsBenchmark::receiveAll);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedUnboundedMany() throws InterruptedException {
    contended(UNBOUNDED, ChannelsBenchmark::receiveAllInBatches);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void uncontendedBounded() throws InterruptedException {
    uncontended(WIDE, ChannelsBenchmark::receiveAll);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void uncontendedBoundedMany() throws InterruptedException {
    uncontended(WIDE, ChannelsBenchmark::receiveAllInBatches);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void uncontendedUnbounded() throws InterruptedException {
    uncontended(UNBOUNDED, ChannelsBenchmark::receiveAll);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void uncontendedUnboundedMany() throws InterruptedException {
    uncontended(UNBOUNDED, ChannelsBenchmark::receiveAllInBatches);
  }

  private interface Receiving {
    void all(Pipe pipe) throws InterruptedException;
  }

  private void contended(int capacity, Receiving receiving) throws InterruptedException {
    runAndJoin(() -> {
      var pipe = pipe(capacity);
      for (int p = 0; p < PRODUCERS; p++) {
        start(() -> sendAll(pipe, SENDS));
      }
      receiving.all(pipe);
    });
  }

  private void uncontended(int capacity, Receiving receiving) throws InterruptedException {
    runAndJoin(() -> {
      var pipe = pipe(capacity);
      sendAll(pipe, MESSAGES);
      receiving.all(pipe);
    });
  }

  private static void sendAll(Pipe pipe, int messages) throws InterruptedException {
    for (int i = 0; i < messages; i++) {
      pipe.send(i);
    }
  }

  private static void receiveAll(Pipe pipe) throws InterruptedException {
    for (int i = 0; i < MESSAGES; i++) {
      pipe.receive();
    }
  }

  private static void receiveAllInBatches(Pipe pipe) throws InterruptedException {
    var buffer = new ArrayList<Integer>(LIMIT);
    int total = 0;
    while (total < MESSAGES) {
      total += pipe.receiveMany(buffer, LIMIT);
    }
  }
}
