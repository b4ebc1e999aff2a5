package dev.kioto.console.diagnosis;

import dev.kioto.console.model.Incident;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds incidents by their length: a single one that is critical, or several that are worth a warning.
abstract class LengthDetector extends IncidentDetector {

  LengthDetector(Incident.Kind kind) {
    super(kind);
  }

  /// How many are enough that are not critical.
  long enough(Limits limits) {
    return 2;
  }

  @Override
  final boolean counts(Incident one, RunView run, long now, Limits limits) {
    return super.counts(one, run, now, limits) && limits.severity(one.ownNanos()) != null;
  }

  @Override
  final @Nullable Finding finding(Subject subject, List<Incident> incidents, RunView run, Limits limits) {
    var worst = worst(incidents);
    var severity = limits.severity(worst.ownNanos());
    if (severity == null || (incidents.size() < enough(limits) && severity == Severity.WARNING)) return null;
    return finding(severity, subject, worst, incidents, run);
  }

  /// What is wrong with a subject.
  ///
  /// @param worst of the incidents
  abstract Finding finding(Severity severity, Subject subject, Incident worst, List<Incident> incidents, RunView run);
}
