package dev.kioto.console.api.lab;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An experiment and how far it is.
///
/// @param state what becomes of it
/// @param problem why it did not end as it should, as a sentence; null when all is well
/// @param arms the combinations of settings, the first letters first
/// @param order the runs in the order in which they are made, each `ROUND-LETTER`
/// @param runs those that have ended, in that order
/// @param estimatedSeconds how long the runs take together that have not ended, at least
/// @param now what is going on; null unless it is running
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Experiment(
    String id,
    ExperimentSpec spec,
    State state,
    @Nullable String problem,
    Instant createdAt,
    List<Arm> arms,
    List<String> order,
    List<RunInfo> runs,
    long estimatedSeconds,
    @Nullable Now now) {

  /// What becomes of an experiment.
  public enum State {
    /// It is going on, here or in another process.
    RUNNING,
    /// Every run was made; some may have failed.
    FINISHED,
    /// It was stopped before all runs were made, and can be resumed.
    STOPPED,
    /// Something that this version does not know.
    @JsonEnumDefaultValue UNKNOWN
  }

  /// What is going on in an experiment that is running.
  ///
  /// @param run the run that is made; null before the first
  /// @param place of the run among all, from 1; 0 before the first
  /// @param since when this phase began
  /// @param secondsLeft until all runs are made, at least
  /// @param pid of the process that makes it
  /// @param isHere whether that is the one that answers
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Now(@Nullable String run, int place, Phase phase, Instant since, long secondsLeft, long pid,
      boolean isHere) {
  }

  /// What is done with a run.
  public enum Phase {
    /// Its program is started, and not ready yet.
    STARTING,
    /// It runs, and is not measured yet.
    WARMING_UP,
    /// It is measured.
    MEASURING,
    /// It is ended: somebody stops the experiment.
    STOPPING,
    /// Something that this version does not know.
    @JsonEnumDefaultValue UNKNOWN
  }

  /// A run for lists.
  ///
  /// @param id `ROUND-LETTER`
  /// @param problem why it failed; null when it did not
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunInfo(String id, String arm, int round, @Nullable String problem) {
  }
}
