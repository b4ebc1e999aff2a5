package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.sync.BatchSemaphore.Acquire;
import dev.kioto.sync.BatchSemaphore.Outcome;
import dev.kioto.sync.Mpsc.TrySend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lincheck runs random scenarios of a few operations in many interleavings, and looks for one whose answers no order of
/// the operations explains. What the operations mean is said by a plain class for one thread.
@Timeout(120)
final class LinearizabilityTest {

  private static ModelCheckingOptions options(Class<?> specification) {
    return new ModelCheckingOptions().threads(3).actorsPerThread(3).actorsBefore(1).actorsAfter(1)
        .iterations(Integer.getInteger("kioto.lincheck.iterations", 5)).invocationsPerIteration(300)
        .sequentialSpecification(specification);
  }

  @Test
  void semaphore_anyInterleaving_isFifo() {
    options(FifoSemaphore.class).check(SemaphoreUnderTest.class);
  }

  @Test
  void rwLock_anyInterleaving_isFair() {
    options(FairRwLock.class).check(RwLockUnderTest.class);
  }

  @Test
  void channel_anyInterleavingOfItsTwoEnds_isABoundedQueue() {
    options(BoundedQueue.class).threads(2).check(ChannelUnderTest.class);
  }

  @Test
  void broadcast_anyInterleavingOfItsEnds_isARingThatCountsWhatItLoses() {
    options(LosingRing.class).threads(2).invocationsPerIteration(100).check(BroadcastUnderTest.class);
  }

  /// The test of the tests: a counter that reads and then writes.
  @Test
  void semaphoreWithoutAtomicWrites_isFound() {
    assertThatThrownBy(() -> options(FifoSemaphore.class).iterations(100).check(BrokenSemaphore.class))
        .isInstanceOf(AssertionError.class).hasMessageContaining("Invalid execution results");
  }

  /// Each thread has one request at a time.
  public static final class SemaphoreUnderTest {
    private final BatchSemaphore semaphore = new BatchSemaphore(1);
    private final @Nullable Acquire[] requests = new Acquire[8];

    @Operation
    public @Nullable Outcome acquire(@Param(gen = ThreadIdGen.class) int thread,
        @Param(gen = IntGen.class, conf = "1:2") int permits) {
      if (requests[thread] != null) {
        return null;
      }
      var request = semaphore.acquire(permits);
      return poll(thread, request);
    }

    @Operation
    public @Nullable Outcome poll(@Param(gen = ThreadIdGen.class) int thread) {
      var request = requests[thread];
      return request == null ? null : poll(thread, request);
    }

    private Outcome poll(int thread, Acquire request) {
      var outcome = request.poll(() -> () -> {});
      requests[thread] = outcome == Outcome.SHORT ? request : null;
      return outcome;
    }

    @Operation
    public void drop(@Param(gen = ThreadIdGen.class) int thread) {
      var request = requests[thread];
      if (request != null) {
        requests[thread] = null;
        request.drop();
      }
    }

    @Operation
    public Outcome tryAcquire() {
      return semaphore.tryAcquire(1);
    }

    @Operation
    public void release() {
      semaphore.release(1);
    }

    @Operation
    public void close() {
      semaphore.close();
    }
  }

  /// What a fair semaphore does, for one thread.
  public static final class FifoSemaphore {
    private static final class Waiter {
      int missing;
      int got;
      boolean refused;
    }

    private int permits = 1;
    private boolean closed;
    private final List<Waiter> queue = new ArrayList<>();
    private final @Nullable Waiter[] requests = new Waiter[8];

    public @Nullable Outcome acquire(int thread, int wanted) {
      if (requests[thread] != null) {
        return null;
      }
      if (closed) {
        return Outcome.CLOSED;
      }
      if (permits >= wanted) {
        permits -= wanted;
        return Outcome.ACQUIRED;
      }
      var waiter = new Waiter();
      waiter.got = permits;
      waiter.missing = wanted - permits;
      permits = 0;
      queue.add(waiter);
      requests[thread] = waiter;
      return Outcome.SHORT;
    }

    public @Nullable Outcome poll(int thread) {
      var waiter = requests[thread];
      if (waiter == null) {
        return null;
      }
      if (waiter.refused || waiter.missing == 0) {
        requests[thread] = null;
        return waiter.refused ? Outcome.CLOSED : Outcome.ACQUIRED;
      }
      return Outcome.SHORT;
    }

    public void drop(int thread) {
      var waiter = requests[thread];
      requests[thread] = null;
      if (waiter != null && !waiter.refused) {
        queue.remove(waiter);
        give(waiter.got);
      }
    }

    public Outcome tryAcquire() {
      if (closed) {
        return Outcome.CLOSED;
      }
      if (permits == 0) {
        return Outcome.SHORT;
      }
      permits--;
      return Outcome.ACQUIRED;
    }

    public void release() {
      give(1);
    }

    public void close() {
      closed = true;
      for (var waiter : queue) {
        waiter.refused = true;
        permits += waiter.got;
      }
      queue.clear();
    }

    private void give(int n) {
      permits += n;
      while (permits > 0 && !queue.isEmpty()) {
        var first = queue.getFirst();
        permits--;
        first.got++;
        if (--first.missing == 0) {
          queue.removeFirst();
        }
      }
    }
  }

  /// Each thread has one request or one guard at a time. At most two read.
  public static final class RwLockUnderTest {
    private final RwLock<Integer> lock = RwLock.withMaxReaders(0, 2);
    private final @Nullable Object[] held = new Object[8]; // a future, then its guard

    @Operation
    public @Nullable Boolean read(@Param(gen = ThreadIdGen.class) int thread) {
      return held[thread] == null ? poll(thread, lock.read()) : null;
    }

    @Operation
    public @Nullable Boolean write(@Param(gen = ThreadIdGen.class) int thread) {
      return held[thread] == null ? poll(thread, lock.write()) : null;
    }

    @Operation
    public @Nullable Boolean poll(@Param(gen = ThreadIdGen.class) int thread) {
      return held[thread] instanceof Future<?> request ? poll(thread, request) : null;
    }

    private boolean poll(int thread, Future<?> request) {
      if (request.poll(() -> () -> {}) instanceof Poll.Ready<?> ready) {
        held[thread] = ready.value();
        return true;
      }
      held[thread] = request;
      return false;
    }

    @Operation
    public void giveUp(@Param(gen = ThreadIdGen.class) int thread) {
      switch (held[thread]) {
        case Future<?> request -> request.drop();
        case LockGuard<?> guard -> guard.close();
        case null, default -> {
        }
      }
      held[thread] = null;
    }
  }

  /// What a fair lock of two readers does, for one thread.
  public static final class FairRwLock {
    private static final class Request {
      final boolean write;
      boolean granted;
      boolean seen;

      Request(boolean write) {
        this.write = write;
      }
    }

    private int readers;
    private boolean writer;
    private final List<Request> queue = new ArrayList<>();
    private final @Nullable Request[] requests = new Request[8];

    public @Nullable Boolean read(int thread) {
      return ask(thread, new Request(false));
    }

    public @Nullable Boolean write(int thread) {
      return ask(thread, new Request(true));
    }

    private @Nullable Boolean ask(int thread, Request request) {
      if (requests[thread] != null) {
        return null;
      }
      requests[thread] = request;
      queue.add(request);
      serve();
      return poll(thread);
    }

    public @Nullable Boolean poll(int thread) {
      var request = requests[thread];
      if (request == null || request.seen) {
        return null;
      }
      request.seen = request.granted;
      return request.granted;
    }

    public void giveUp(int thread) {
      var request = requests[thread];
      requests[thread] = null;
      if (request == null) {
        return;
      }
      if (!request.granted) {
        queue.remove(request);
      } else if (request.write) {
        writer = false;
      } else {
        readers--;
      }
      serve();
    }

    private void serve() {
      while (!queue.isEmpty() && !writer && readers < (queue.getFirst().write ? 1 : 2)) {
        var first = queue.removeFirst();
        first.granted = true;
        writer = first.write;
        readers += first.write ? 0 : 1;
      }
    }
  }

  public static final class BrokenSemaphore {
    private volatile int permits = 1;

    @Operation
    public Outcome tryAcquire() {
      int free = permits;
      if (free == 0) {
        return Outcome.SHORT;
      }
      permits = free - 1;
      return Outcome.ACQUIRED;
    }

    @Operation
    public void release() {
      int free = permits;
      permits = free + 1;
    }
  }

  /// One thread sends and then closes, one receives. Beyond that the channel promises less than a queue in which all
  /// happens at one instant: a send that was given its place may still be on its way after a close, or after a later send
  /// is done. It is neither lost nor overtaken by the end; `MpscStress` has those races.
  public static final class ChannelUnderTest {
    private final Mpsc.Channel<Integer> channel = Mpsc.channel(2);

    @Operation(nonParallelGroup = "sender")
    public TrySend trySend(@Param(gen = IntGen.class, conf = "1:3") int message) {
      return channel.sender().trySend(message);
    }

    @Operation(nonParallelGroup = "receiver")
    public TryRecv<Integer> tryRecv() {
      return channel.receiver().tryRecv();
    }

    @Operation(nonParallelGroup = "sender")
    public void closeSender() {
      channel.sender().close();
    }
  }

  /// What a bounded channel does, for one thread.
  public static final class BoundedQueue {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private boolean closed;

    public TrySend trySend(int message) {
      if (closed) {
        return TrySend.CLOSED;
      }
      if (queue.size() == 2) {
        return TrySend.FULL;
      }
      queue.add(message);
      return TrySend.SENT;
    }

    public TryRecv<Integer> tryRecv() {
      var message = queue.poll();
      if (message != null) {
        return new TryRecv.Message<>(message);
      }
      return closed ? new TryRecv.Ended<>() : new TryRecv.Empty<>();
    }

    public void closeSender() {
      closed = true;
    }
  }

  /// Any number of senders, one of which ends the channel, and two receivers that are served by one thread.
  public static final class BroadcastUnderTest {
    private final Broadcast.Channel<Integer> channel = Broadcast.channel(2);
    private final Broadcast.Receiver<Integer> other = channel.sender().subscribe();

    @Operation
    public int send(@Param(gen = IntGen.class, conf = "1:9") int message) {
      return channel.sender().trySend(message);
    }

    @Operation(nonParallelGroup = "receiver")
    public Broadcast.TryRecv<Integer> tryRecv() {
      return channel.receiver().tryRecv();
    }

    @Operation(nonParallelGroup = "receiver")
    public Broadcast.TryRecv<Integer> tryRecvOther() {
      return other.tryRecv();
    }

    @Operation(nonParallelGroup = "receiver")
    public void closeOther() {
      other.close();
    }

    @Operation
    public int subscribe() {
      try {
        return channel.sender().subscribe().capacity();
      } catch (IllegalStateException _) {
        return 0;
      }
    }

    @Operation
    public void closeSender() {
      channel.sender().close();
    }
  }

  /// What a broadcast channel does, for one thread.
  public static final class LosingRing {
    private final List<Integer> sent = new ArrayList<>();
    private int receivers = 2;
    private int next;
    private int nextOfOther;
    private boolean closed;

    public int send(int message) {
      if (closed || receivers == 0) {
        return 0;
      }
      sent.add(message);
      return receivers;
    }

    public Broadcast.TryRecv<Integer> tryRecv() {
      var received = look(next);
      next = after(received, next);
      return received;
    }

    public Broadcast.TryRecv<Integer> tryRecvOther() {
      if (nextOfOther < 0) {
        return new Broadcast.TryRecv.Ended<>();
      }
      var received = look(nextOfOther);
      nextOfOther = after(received, nextOfOther);
      return received;
    }

    public void closeOther() {
      if (nextOfOther >= 0) {
        nextOfOther = -1;
        receivers--;
      }
    }

    public int subscribe() {
      if (closed) {
        return 0;
      }
      receivers++;
      return 2;
    }

    public void closeSender() {
      closed = true;
    }

    private Broadcast.TryRecv<Integer> look(int position) {
      if (position == sent.size()) {
        return closed ? new Broadcast.TryRecv.Ended<>() : new Broadcast.TryRecv.Empty<>();
      }
      int skipped = sent.size() - 2 - position;
      return skipped > 0 ? new Broadcast.TryRecv.Lagged<>(skipped)
          : new Broadcast.TryRecv.Message<>(sent.get(position));
    }

    private static int after(Broadcast.TryRecv<Integer> received, int position) {
      return switch (received) {
        case Broadcast.TryRecv.Message<Integer> _ -> position + 1;
        case Broadcast.TryRecv.Lagged<Integer>(long skipped) -> position + (int) skipped;
        case Broadcast.TryRecv.Empty<Integer> _,Broadcast.TryRecv.Ended<Integer> _ -> position;
      };
    }
  }
}
