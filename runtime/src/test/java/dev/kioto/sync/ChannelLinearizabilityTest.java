package dev.kioto.sync;

import dev.kioto.future.Poll;
import dev.kioto.sync.Mpsc.SendPermit;
import dev.kioto.sync.Mpsc.TrySend;
import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Channels under Lincheck, as in [LinearizabilityTest]: with reserved places, without a bound, and
/// with the newest value alone.
@Timeout(120)
final class ChannelLinearizabilityTest {

  private static ModelCheckingOptions options(Class<?> specification) {
    return new ModelCheckingOptions().threads(2).actorsPerThread(3).actorsBefore(1).actorsAfter(1)
        .iterations(Integer.getInteger("kioto.lincheck.iterations", 3)).invocationsPerIteration(300)
        .sequentialSpecification(specification);
  }

  @Test
  void reservedPlaces_anyInterleavingOfTheTwoEnds_areAsGoodAsMessages() {
    options(ReservingQueue.class).check(ReservingChannelUnderTest.class);
  }

  @Test
  void unboundedChannel_anyInterleavingOfItsTwoEnds_isAQueue() {
    options(UnboundedQueue.class).check(UnboundedChannelUnderTest.class);
  }

  @Test
  void watchChannel_anyInterleavingOfSendersWithAReceiver_isAValueWithAVersion() {
    options(VersionedValue.class).check(WatchUnderTest.class);
  }

  /// One thread sends, reserves and uses what it reserved, one receives.
  public static final class ReservingChannelUnderTest {
    private final Mpsc.Channel<Integer> channel = Mpsc.channel(3);
    private final ArrayDeque<SendPermit<Integer>> permits = new ArrayDeque<>();

    @Operation(nonParallelGroup = "sender")
    public TrySend trySend(@Param(gen = IntGen.class, conf = "1:3") int message) {
      return channel.sender().trySend(message);
    }

    @Operation(nonParallelGroup = "sender")
    public TrySend tryReserve(@Param(gen = IntGen.class, conf = "1:2") int places) {
      var permit = channel.sender().tryReserveMany(places);
      permit.ifPresent(permits::add);
      return permit.isPresent() ? TrySend.SENT : TrySend.FULL;
    }

    @Operation(nonParallelGroup = "sender")
    public boolean use(@Param(gen = IntGen.class, conf = "1:3") int message) {
      var permit = permits.poll();
      if (permit == null) {
        return false;
      }
      permit.send(message);
      permit.close();
      return true;
    }

    @Operation(nonParallelGroup = "receiver")
    public TryRecv<Integer> tryRecv() {
      return channel.receiver().tryRecv();
    }
  }

  public static final class ReservingQueue {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private final ArrayDeque<Integer> permits = new ArrayDeque<>();
    private int free = 3;

    public TrySend trySend(int message) {
      var outcome = take(1);
      if (outcome == TrySend.SENT) {
        queue.add(message);
      }
      return outcome;
    }

    public TrySend tryReserve(int places) {
      var outcome = take(places);
      if (outcome == TrySend.SENT) {
        permits.add(places);
      }
      return outcome;
    }

    public boolean use(int message) {
      var places = permits.poll();
      if (places == null) {
        return false;
      }
      queue.add(message);
      free += places - 1;
      return true;
    }

    public TryRecv<Integer> tryRecv() {
      var message = queue.poll();
      if (message != null) {
        free++;
        return new TryRecv.Message<>(message);
      }
      return new TryRecv.Empty<>();
    }

    private TrySend take(int places) {
      if (free < places) {
        return TrySend.FULL;
      }
      free -= places;
      return TrySend.SENT;
    }
  }

  /// One thread sends and then closes, one receives: as with the bounded channel in [LinearizabilityTest].
  public static final class UnboundedChannelUnderTest {
    private final Mpsc.UnboundedChannel<Integer> channel = Mpsc.unbounded();

    @Operation(nonParallelGroup = "sender")
    public boolean send(@Param(gen = IntGen.class, conf = "1:3") int message) {
      return channel.sender().send(message);
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

  public static final class UnboundedQueue {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private boolean closed;

    public boolean send(int message) {
      return !closed && queue.add(message);
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

  /// Any number send, look and end the channel; one receives.
  public static final class WatchUnderTest {
    private final Watch.Channel<Integer> channel = Watch.channel(0);

    @Operation
    public int sendReplace(@Param(gen = IntGen.class, conf = "1:3") int value) {
      try {
        return channel.sender().sendReplace(value);
      } catch (ChannelClosedException _) {
        return -1;
      }
    }

    @Operation
    public int raise() {
      try {
        return channel.sender().sendIfModified(value -> value < 3 ? value + 1 : value) ? 1 : 0;
      } catch (ChannelClosedException _) {
        return -1;
      }
    }

    @Operation
    public int borrow() {
      return channel.receiver().borrow();
    }

    @Operation
    public boolean isEnded() {
      return channel.receiver().isClosed();
    }

    @Operation(nonParallelGroup = "closer")
    public void closeSender() {
      channel.sender().close();
    }

    @Operation(nonParallelGroup = "receiver")
    public int borrowAndUpdate() {
      return channel.receiver().borrowAndUpdate();
    }

    @Operation(nonParallelGroup = "receiver")
    public boolean hasChanged() {
      return channel.receiver().hasChanged();
    }

    @Operation(nonParallelGroup = "receiver")
    public void markChanged() {
      channel.receiver().markChanged();
    }

    @Operation(nonParallelGroup = "receiver")
    public String changed() {
      var changed = channel.receiver().changed();
      var poll = changed.poll(() -> () -> {});
      changed.drop();
      return poll instanceof Poll.Ready<Boolean>(Boolean news) ? news ? "news" : "end" : "pending";
    }
  }

  public static final class VersionedValue {
    private int value;
    private boolean seen = true;
    private boolean ended;

    public int sendReplace(int next) {
      if (ended) {
        return -1;
      }
      int before = value;
      value = next;
      seen = false;
      return before;
    }

    public int raise() {
      if (ended || value == 3) {
        return ended ? -1 : 0;
      }
      sendReplace(value + 1);
      return 1;
    }

    public int borrow() {
      return value;
    }

    public boolean isEnded() {
      return ended;
    }

    public void closeSender() {
      ended = true;
    }

    public int borrowAndUpdate() {
      seen = true;
      return value;
    }

    public boolean hasChanged() {
      return !seen;
    }

    public void markChanged() {
      seen = false;
    }

    public String changed() {
      boolean news = !seen;
      seen = true;
      return news ? "news" : ended ? "end" : "pending";
    }
  }
}
