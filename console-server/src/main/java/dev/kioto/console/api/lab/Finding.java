package dev.kioto.console.api.lab;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// How one measure differs between a combination of settings and the baseline.
///
/// @param measure its id
/// @param arm the letter of the settings
/// @param baseline the median over the runs of the baseline
/// @param value the median over the runs of these settings
/// @param isRelative whether `change`, `low` and `high` are shares of the baseline (0.1 is a tenth more); else they are differences in
///     the measure's unit
/// @param change the difference, over the rounds
/// @param low where the interval begins; null when there were too few rounds for one
/// @param high where it ends
/// @param rounds in how many rounds both were measured
/// @param sentence all of this in words
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    String measure,
    String arm,
    double baseline,
    double value,
    boolean isRelative,
    double change,
    @Nullable Double low,
    @Nullable Double high,
    int rounds,
    Verdict verdict,
    String sentence) {

  /// What can be said.
  public enum Verdict {
    BETTER, WORSE,
    /// There is a difference, and neither way is good.
    DIFFERS,
    /// These runs show no difference.
    NONE,
    /// Something that this version does not know.
    @JsonEnumDefaultValue UNKNOWN
  }
}
