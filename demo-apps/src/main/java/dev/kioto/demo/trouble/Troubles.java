package dev.kioto.demo.trouble;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every trouble there is.
public final class Troubles {

  private static final List<Trouble> ALL = List.of(
      new LongPoll(), new Starved(), new NeverYielded(), new LostWaker(), new SelfWake(), new Stuck(), new Deadlock(),
      new LockAcrossAwait(), new BlockingPoolSaturated(), new ChannelGrowth(), new SlowConsumer(), new Lagged(),
      new TaskLeak(), new Pinned(), new WorkerImbalance(), new NoopWakeups(), new DriverStall(), new LateTimer(),
      new BlockInPlaceWithLock(), new CancelStuck(), new FailedUnjoined(), new BudgetExhausted());

  private Troubles() {}

  /// All, in the order in which they are documented.
  public static List<Trouble> all() {
    return ALL;
  }

  /// The trouble of that id, or null.
  public static @Nullable Trouble byId(String id) {
    for (var trouble : ALL) {
      if (trouble.id().equals(id)) return trouble;
    }
    return null;
  }
}
