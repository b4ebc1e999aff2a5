package dev.kioto.console.compare;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.Finding.Verdict;
import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.api.lab.Measure.Better;
import java.util.Arrays;
import java.util.Locale;

/// A measure under some settings, beside the baseline.
///
/// @param here the median of the baseline
/// @param there the median of these settings
/// @param isRelative the differences are logarithms of ratios, as all values are above 0; else they are plain
/// @param differences by round; [Double#NaN] where one of the two was not measured
/// @param rounds in which both were
@SuppressWarnings("ArrayRecordComponent") // made once, and compared by nobody
record Pair(Measure measure, Arm baseline, Arm arm, double here, double there, boolean isRelative, double[] differences,
    int rounds) {

  /// Whether there are enough rounds for an interval.
  boolean canTell() {
    return rounds >= SignFlips.LEAST_ROUNDS;
  }

  Finding finding(double critical) {
    double mean = Arrays.stream(differences).filter(Double::isFinite).average().orElse(0);
    if (!canTell() || !Double.isFinite(critical)) {
      return new Finding(measure.id(), arm.letter(), here, there, isRelative, change(mean), null, null, rounds,
          Verdict.NONE, sentence(Verdict.NONE, change(mean), Double.NaN, Double.NaN));
    }
    double error = SignFlips.error(differences);
    boolean isShown = Math.abs(SignFlips.t(differences)) > critical;
    double low = change(mean - critical * error);
    double high = change(mean + critical * error);
    var verdict = isShown ? verdict(mean) : Verdict.NONE;
    return new Finding(measure.id(), arm.letter(), here, there, isRelative, change(mean), low, high, rounds, verdict,
        sentence(verdict, change(mean), low, high));
  }

  private double change(double difference) {
    return isRelative ? Math.expm1(difference) : difference;
  }

  private Verdict verdict(double difference) {
    if (measure.better() == Better.NEITHER) return Verdict.DIFFERS;
    return difference > 0 == (measure.better() == Better.HIGHER) ? Verdict.BETTER : Verdict.WORSE;
  }

  private String sentence(Verdict verdict, double change, double low, double high) {
    var what = Figures.capital(measure.label());
    var values = what + ": " + Figures.of(there, measure.unit()) + " with " + arm.letter() + ", "
        + Figures.of(here, measure.unit()) + " with " + baseline.letter();
    if (verdict == Verdict.NONE) {
      if (Double.isNaN(low)) return values + "; " + rounds + " rounds are too few to tell them apart.";
      return values + "; no difference that these runs can show (" + span(low, high) + ").";
    }
    return values + ": " + amount(change)
        + (verdict == Verdict.DIFFERS ? "" : ", " + verdict.name().toLowerCase(Locale.ROOT))
        + " (" + span(low, high) + ").";
  }

  private String amount(double change) {
    if (!isRelative)
      return (change > 0 ? Figures.of(change, measure.unit()) + " more"
          : Figures.of(-change, measure.unit()) + " less");
    return change > 0 ? Figures.percent(change) + " more" : Figures.percent(-change) + " less";
  }

  private String span(double low, double high) {
    return isRelative ? Figures.signedPercent(low) + " to " + Figures.signedPercent(high)
        : Figures.of(low, measure.unit()) + " to " + Figures.of(high, measure.unit());
  }
}
