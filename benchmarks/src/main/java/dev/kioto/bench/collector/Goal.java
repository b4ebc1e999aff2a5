package dev.kioto.bench.collector;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// A figure, and what it should be.
///
/// @param benchmark what was run
/// @param what was measured
/// @param figure the measured value
/// @param unit of figure and goal
/// @param goal what the figure should reach, or stay below; null where nothing was set
/// @param atMost whether the goal is the most that it should be; else it is the least
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Goal(String benchmark, String what, double figure, String unit, @Nullable Double goal, boolean atMost) {

  /// One without a goal.
  public static Goal figure(String benchmark, String what, double figure, String unit) {
    return new Goal(benchmark, what, figure, unit, null, true);
  }

  /// One that should be at most so much.
  public static Goal atMost(double most, String benchmark, String what, double figure, String unit) {
    return new Goal(benchmark, what, figure, unit, most, true);
  }

  /// One that should be at least so much.
  public static Goal atLeast(double least, String benchmark, String what, double figure, String unit) {
    return new Goal(benchmark, what, figure, unit, least, false);
  }

  /// Whether the goal is reached; so it is where there is none.
  public boolean met() {
    return goal == null || (atMost ? figure <= goal : figure >= goal);
  }
}
