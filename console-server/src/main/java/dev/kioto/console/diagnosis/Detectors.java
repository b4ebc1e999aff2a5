package dev.kioto.console.diagnosis;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Every detector there is: a new one is a class and a line here.
public final class Detectors {

  private static final List<Supplier<Detector>> MAKERS = List.of(
      Deadlock::new,
      NeverYielded::new,
      LostWaker::new,
      Stuck::new,
      Starved::new,
      LockAcrossAwait::new,
      LongPoll::new,
      DriverStall::new,
      LateTimer::new,
      Pinned::new,
      BlockInPlaceWithLock::new,
      CancelStuck::new,
      FailedUnjoined::new,
      BlockingPoolSaturated::new,
      SelfWake::new,
      BudgetExhausted::new,
      Lagged::new,
      ChannelGrowth::new,
      SlowConsumer::new,
      TaskLeak::new,
      WorkerImbalance::new,
      NoopWakeups::new);

  private static final List<Detector> ALL = create();

  private Detectors() {}

  /// The detectors, the worst findings first, for what they say of themselves.
  public static List<Detector> all() {
    return ALL;
  }

  /// Their ids.
  public static List<String> ids() {
    return ALL.stream().map(Detector::id).toList();
  }

  /// The detector of that id, or null.
  public static @Nullable Detector byId(String id) {
    for (var detector : ALL) {
      if (detector.id().equals(id)) return detector;
    }
    return null;
  }

  /// New ones, for a run.
  static List<Detector> create() {
    return MAKERS.stream().map(Supplier::get).toList();
  }
}
