package dev.kioto.bench;

import static dev.kioto.bench.ChannelWorkload.REQUESTS;
import static dev.kioto.bench.ChannelWorkload.REQUEST_CAPACITY;

import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.Oneshot;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// How long one waits for an answer: a client sends a request with a place for its answer, and waits for it before it sends the
/// next. The workload of Tokio's `benches/sync_mpsc_oneshot.rs`, on one worker or carrier. Each run starts a server of its own.
///
/// As in Tokio, on the current-thread flavor the client is what `blockOn` drives; elsewhere it is a task, as its peer has
/// nothing else.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestReplyBenchmark {
  private final Runtime multiThread = Runtime.builder().enableAll().workerThreads(1).build();
  private final Runtime currentThread = Runtime.builder().currentThread().build();

  @TearDown
  public void stop() {
    multiThread.close();
    currentThread.close();
  }

  private static Mpsc.Channel<Oneshot.Sender<Boolean>> requests() {
    return Mpsc.channel(REQUEST_CAPACITY);
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void futures() {
    var requests = requests();
    multiThread.spawn(new ChannelFutures.Server(requests.receiver()));
    multiThread.blockOn(multiThread.spawn(new ChannelFutures.Client(requests.sender())));
    requests.sender().close();
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void futuresOnCurrentThread() {
    var requests = requests();
    currentThread.spawn(new ChannelFutures.Server(requests.receiver()));
    currentThread.blockOn(new ChannelFutures.Client(requests.sender()));
    requests.sender().close();
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void direct() {
    var requests = requests();
    multiThread.spawn(() -> {
      Oneshot.Sender<Boolean> request;
      while ((request = requests.receiver().recv().await()) != null) {
        request.send(true);
      }
    });
    multiThread.blockOn(multiThread.spawn(() -> {
      for (int i = 0; i < REQUESTS; i++) {
        var reply = Oneshot.<Boolean>channel();
        requests.sender().send(reply.sender()).await();
        reply.receiver().await();
      }
    }));
    requests.sender().close();
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void virtual() throws InterruptedException {
    var requests = new ArrayBlockingQueue<CompletableFuture<Boolean>>(REQUEST_CAPACITY);
    var server = VirtualChannelsBenchmark.virtual(() -> {
      for (int i = 0; i < REQUESTS; i++) {
        requests.take().complete(true);
      }
    });
    VirtualChannelsBenchmark.virtual(() -> {
      for (int i = 0; i < REQUESTS; i++) {
        var reply = new CompletableFuture<Boolean>();
        requests.put(reply);
        reply.join();
      }
    }).join();
    server.join();
  }

  @Benchmark
  @OperationsPerInvocation(REQUESTS)
  public void rendezvous() throws InterruptedException {
    var requests = new SynchronousQueue<Boolean>();
    var replies = new SynchronousQueue<Boolean>();
    var server = VirtualChannelsBenchmark.virtual(() -> {
      for (int i = 0; i < REQUESTS; i++) {
        replies.put(requests.take());
      }
    });
    VirtualChannelsBenchmark.virtual(() -> {
      for (int i = 0; i < REQUESTS; i++) {
        requests.put(true);
        replies.take();
      }
    }).join();
    server.join();
  }
}
