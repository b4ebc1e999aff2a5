package dev.kioto.console.ui.diagnoses;

import dev.kioto.console.api.Cause;
import dev.kioto.console.api.Evidence;
import dev.kioto.console.api.Subject;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import java.time.DateTimeException;
import java.time.Instant;

/// Writes subjects, causes and evidence for people.
final class Subjects {
  private Subjects() {}

  /// `checkout.request #81205`, `worker 1/0`.
  static String text(Subject subject) {
    return text(subject.kind(), subject.id(), subject.name());
  }

  static String text(Cause cause) {
    var share = cause.share();
    return text(cause.kind(), cause.id(), cause.name())
        + (share == null ? "" : "  ·  " + Counts.share(Math.round(share * 1_000), 1_000));
  }

  private static String text(SubjectKind kind, String id, String name) {
    return switch (kind) {
      case TASK -> name.isEmpty() ? "task #" + id : name + " #" + id;
      case CYCLE -> name.isEmpty() ? "cycle" : name;
      case SITE -> name.isEmpty() ? id : name;
      case RESOURCE, WORKER, RUNTIME -> name.isEmpty() ? kind + " " + id : name;
    };
  }

  /// The value with its unit; as it came when it is no number.
  static String value(Evidence evidence) {
    var unit = evidence.unit();
    var value = evidence.value();
    if (unit == null) {
      return value;
    }
    try {
      return switch (unit) {
        case "ns" -> Durations.text(Long.parseLong(value));
        case "instant" -> Instants.millis(Instant.parse(value));
        default -> value + ' ' + unit;
      };
    } catch (NumberFormatException | DateTimeException _) {
      return value + ' ' + unit;
    }
  }
}
