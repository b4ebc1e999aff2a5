package dev.kioto.console.api;

import java.time.Instant;
import java.util.List;

/// The workers of every runtime of a target, by runtime and index.
///
/// @param asOf the instant of the numbers, on the target's clock
public record WorkerList(List<Worker> workers, Instant asOf) {

  /// How many polls hold a thread for longer than their program allows: 0 when all is well.
  public long stuckPolls() {
    return workers.stream().mapToLong(worker -> (worker.state() == Worker.State.STUCK ? 1 : 0)
        + worker.handedOverPolls().stream().filter(Worker.HandedOverPoll::stuck).count()).sum();
  }
}
