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
/// @param estimatedSeconds how long all runs take together, at least
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
    long estimatedSeconds) {

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

  /// A run for lists.
  ///
  /// @param id `ROUND-LETTER`
  /// @param problem why it failed; null when it did not
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunInfo(String id, String arm, int round, @Nullable String problem) {
  }
}
