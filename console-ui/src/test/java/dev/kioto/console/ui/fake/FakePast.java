package dev.kioto.console.ui.fake;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.Subject;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.api.TrailStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an invented server keeps of the past: fewer tasks than there are now, and two things that went wrong. Thread-safe.
final class FakePast {
  private static final int FEWER = 60;

  private final int count;
  private @Nullable FakeTasks tasks; // made when somebody looks; guarded by this
  private volatile Duration kept = Duration.ZERO;

  FakePast(int count) {
    this.count = Math.max(1, count - FEWER);
  }

  void keep(Duration length) {
    kept = length;
  }

  synchronized FakeTasks tasks() {
    var known = tasks == null ? new FakeTasks(count) : tasks;
    tasks = known;
    return known;
  }

  /// What is kept; null when nothing is, since there is no folder for it.
  @Nullable TrailStatus trail() {
    if (kept.isZero()) return null;
    var now = Instant.now();
    return new TrailStatus(now.minus(kept), now, List.of(new TrailStatus.Span(now.minus(kept), now)), 1_000_000, 0,
        null);
  }

  /// What is to be said of an instant that is not kept; null when it is.
  @Nullable Problem problem(Instant asOf) {
    if (kept.isZero()) return noFolder();
    return asOf.isBefore(Instant.now().minus(kept))
        ? new Problem("urn:kioto:problem:unknown-moment", "Unknown moment", 404,
            "How the target '1' was at " + asOf + " is not known: something is kept of the last minutes", null, null)
        : null;
  }

  static Problem noFolder() {
    return new Problem("urn:kioto:problem:no-data-folder", "The server keeps nothing on disk", 501,
        "This server was started without a data folder, so it cannot tell how something was before", null, null);
  }

  /// What was wrong, on this machine's clock.
  DiagnosisPage raised() {
    var now = Instant.now();
    return kept.isZero() ? new DiagnosisPage(List.of(), 0, null)
        : new DiagnosisPage(List.of(
            diagnosis("p1", Severity.CRITICAL, "Starved", "starved", now.minusSeconds(200), now.minusSeconds(180)),
            diagnosis("p2", Severity.WARNING, "Late timers", "late-timer", now.minusSeconds(330),
                now.minusSeconds(300))),
            2, null);
  }

  /// What stood at an instant.
  DiagnosisPage standing() {
    var one = raised().diagnoses().subList(0, 1);
    return new DiagnosisPage(one, one.size(), null);
  }

  private static Diagnosis diagnosis(String id, Severity severity, String title, String detector, Instant raised,
      Instant cleared) {
    return new Diagnosis(id, detector, severity, DiagnosisState.CLEARED, "1", "run-1",
        new Subject(SubjectKind.TASK, "12", "checkout.request", "Checkout.java:88"), title,
        "Woken 140 ms ago and not polled yet.", "", raised, cleared, cleared, List.of(), List.of(), null, Map.of());
  }
}
