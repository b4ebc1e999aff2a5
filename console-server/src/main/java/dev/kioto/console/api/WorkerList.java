package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The workers of every runtime of a target, by runtime and index, or a part of them.
///
/// @param nextCursor what to send as `cursor` for the part that follows; null (and sent as `null`) when this is the last
/// @param asOf the instant of the numbers, on the target's clock
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WorkerList(List<Worker> workers, @Nullable String nextCursor, Instant asOf) {

  /// All workers.
  public WorkerList(List<Worker> workers, Instant asOf) {
    this(workers, null, asOf);
  }

  /// How many polls hold a thread for longer than their program allows: 0 when all is well.
  public long stuckPolls() {
    return workers.stream().mapToLong(worker -> (worker.state() == Worker.State.STUCK ? 1 : 0)
        + worker.handedOverPolls().stream().filter(Worker.HandedOverPoll::stuck).count()).sum();
  }
}
