package dev.kioto.bench;

import static dev.kioto.bench.ChannelWorkload.LARGE_LONGS;
import static dev.kioto.bench.ChannelWorkload.MEDIUM_LONGS;
import static dev.kioto.bench.ChannelWorkload.MESSAGES;
import static dev.kioto.bench.ChannelWorkload.NARROW;
import static dev.kioto.bench.ChannelWorkload.PRODUCERS;
import static dev.kioto.bench.ChannelWorkload.SENDS;
import static dev.kioto.bench.ChannelWorkload.SEND_CAPACITY;
import static dev.kioto.bench.ChannelWorkload.WIDE;

import dev.kioto.bench.ChannelFutures.ReceiveAll;
import dev.kioto.bench.ChannelFutures.ReceiveAllInBatches;
import dev.kioto.bench.ChannelFutures.SendAll;
import dev.kioto.bench.ChannelFutures.Sequence;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.Task;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The workloads of [ChannelsBenchmark] as future tasks, and what it costs to make a channel and to use it once.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FutureChannelsBenchmark {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(Workload.WORKERS).build();

  @TearDown
  public void stop() {
    runtime.close();
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedBounded() {
    contended(WIDE, ReceiveAll::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedBoundedMany() {
    contended(WIDE, ReceiveAllInBatches::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedFull() {
    contended(NARROW, ReceiveAll::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedFullMany() {
    contended(NARROW, ReceiveAllInBatches::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedUnbounded() {
    contendedUnbounded(ReceiveAll::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void contendedUnboundedMany() {
    contendedUnbounded(ReceiveAllInBatches::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void uncontendedBounded() {
    uncontended(ReceiveAll::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void uncontendedBoundedMany() {
    uncontended(ReceiveAllInBatches::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void uncontendedUnbounded() {
    uncontendedUnbounded(ReceiveAll::new);
  }

  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void uncontendedUnboundedMany() {
    uncontendedUnbounded(ReceiveAllInBatches::new);
  }

  private interface Receiving extends Function<Mpsc.Receiver<Integer>, Future<Boolean>> {}

  private void runAndJoin(Future<Boolean> future) {
    runtime.blockOn(runtime.spawn(future));
  }

  private void contended(int capacity, Receiving receiving) {
    runAndJoin(new BenchFutures.Deferred(() -> {
      var channel = Mpsc.<Integer>channel(capacity);
      for (int p = 0; p < PRODUCERS; p++) {
        Task.spawn(new SendAll(channel.sender(), SENDS));
      }
      return receiving.apply(channel.receiver());
    }));
  }

  private void contendedUnbounded(Receiving receiving) {
    runAndJoin(new BenchFutures.Deferred(() -> {
      var channel = Mpsc.<Integer>unbounded();
      for (int p = 0; p < PRODUCERS; p++) {
        Task.spawn((Context _) -> sendAll(channel.sender(), SENDS));
      }
      return receiving.apply(channel.receiver());
    }));
  }

  private void uncontended(Receiving receiving) {
    runAndJoin(new BenchFutures.Deferred(() -> {
      var channel = Mpsc.<Integer>channel(WIDE);
      return new Sequence(new SendAll(channel.sender(), MESSAGES), receiving.apply(channel.receiver()));
    }));
  }

  private void uncontendedUnbounded(Receiving receiving) {
    runAndJoin(new BenchFutures.Deferred(() -> {
      var channel = Mpsc.<Integer>unbounded();
      sendAll(channel.sender(), MESSAGES);
      return receiving.apply(channel.receiver());
    }));
  }

  private static Poll<Boolean> sendAll(Mpsc.UnboundedSender<Integer> sender, int messages) {
    for (int i = 0; i < messages; i++) {
      sender.send(i);
    }
    return BenchFutures.READY;
  }

  @Benchmark
  public Object create1() {
    return Mpsc.<long[]>channel(1);
  }

  @Benchmark
  public Object create100() {
    return Mpsc.<long[]>channel(100);
  }

  @Benchmark
  public Object create100000() {
    return Mpsc.<long[]>channel(100_000);
  }

  @Benchmark
  public Object createQueue1() {
    return new ArrayBlockingQueue<long[]>(1);
  }

  @Benchmark
  public Object createQueue100() {
    return new ArrayBlockingQueue<long[]>(100);
  }

  @Benchmark
  public Object createQueue100000() {
    return new ArrayBlockingQueue<long[]>(100_000);
  }

  @Benchmark
  public long @Nullable [] sendMedium() {
    return sendOne(MEDIUM_LONGS);
  }

  @Benchmark
  public long @Nullable [] sendLarge() {
    return sendOne(LARGE_LONGS);
  }

  private long @Nullable [] sendOne(int longs) {
    var channel = Mpsc.<long[]>channel(SEND_CAPACITY);
    runtime.blockOn(channel.sender().send(new long[longs]));
    return runtime.blockOn(channel.receiver().recv());
  }

  @Benchmark
  public long[] sendMediumQueue() throws InterruptedException {
    return sendOneByQueue(MEDIUM_LONGS);
  }

  @Benchmark
  public long[] sendLargeQueue() throws InterruptedException {
    return sendOneByQueue(LARGE_LONGS);
  }

  private static long[] sendOneByQueue(int longs) throws InterruptedException {
    var queue = new ArrayBlockingQueue<long[]>(SEND_CAPACITY);
    queue.put(new long[longs]);
    return queue.take();
  }
}
