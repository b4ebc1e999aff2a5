package dev.kioto.console.ui.link;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.DiagnosisState;
import java.time.Instant;

/// Says of diagnoses what was to be said at an instant.
final class AsThen {
  private AsThen() {}

  /// What stood at an instant was active then, whatever has become of it.
  static DiagnosisPage page(DiagnosisPage page, Instant asOf) {
    return new DiagnosisPage(page.diagnoses().stream().map(one -> standing(one, asOf)).toList(), page.matched(),
        page.nextCursor());
  }

  private static Diagnosis standing(Diagnosis one, Instant asOf) {
    var told = one.updatedAt().isAfter(asOf) ? asOf : one.updatedAt();
    return new Diagnosis(one.id(), one.detector(), one.severity(), DiagnosisState.ACTIVE, one.target(), one.run(),
        one.subject(), one.title(), one.sentence(), one.advice(), one.raisedAt(),
        told.isBefore(one.raisedAt()) ? one.raisedAt() : told, null, one.evidence(), one.causes(), one.stack(),
        one.threshold());
  }
}
