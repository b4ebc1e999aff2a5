package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What finds one thing that can be wrong, and how it stands with each target.
///
/// @param meaning what it means when it is raised, as a sentence
/// @param silent where it says nothing: places where tasks are spawned or things are made, or an empty text for everywhere
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DetectorInfo(String id, String meaning, List<Threshold> thresholds, List<String> silent,
    List<Status> targets) {

  /// A number that decides what a detector finds.
  ///
  /// @param meaning what it is compared with
  /// @param unit as of [Evidence]; null for a count
  /// @param value as it is set
  /// @param standard unless it is set
  /// @param least what it can be set to
  /// @param most what it can be set to
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Threshold(String name, String meaning, @Nullable String unit, String value, String standard,
      String least,
      String most) {
  }

  /// How a detector stands with a target.
  ///
  /// @param target the target's id
  /// @param cannotTell why it cannot tell now, as a sentence; null when it can
  /// @param active how many diagnoses of it are active
  /// @param silenced how many findings are not said, because somebody wanted it so
  /// @param leftOut how many findings there were beyond what is kept: 0 when all is well
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Status(String target, @Nullable String cannotTell, int active, int silenced, int leftOut) {
  }
}
