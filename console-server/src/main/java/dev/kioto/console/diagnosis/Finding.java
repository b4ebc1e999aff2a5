package dev.kioto.console.diagnosis;

import java.util.ArrayList;
import java.util.List;

/// One thing that a detector found wrong, with what it knows of it.
///
/// @param title a few words, without numbers
/// @param sentence what is wrong, with its numbers, for a tired person
/// @param advice what to try
/// @param evidence the facts, the most telling first
/// @param causes what it comes from, the most important first; empty when that is not known
/// @param stack taken when it happened, the innermost frame first; empty when none was taken
public record Finding(
    Severity severity,
    Subject subject,
    String title,
    String sentence,
    String advice,
    List<Evidence> evidence,
    List<Cause> causes,
    List<Frame> stack) {

  private static final String LAST_LOOK = " That is as of the last look: ";

  public Finding {
    evidence = List.copyOf(evidence);
    causes = List.copyOf(causes);
    stack = List.copyOf(stack);
  }

  /// The tasks that it is about, by their wire ids: the subject, or those of a circle.
  List<Long> tasks() {
    return switch (subject.kind()) {
      case TASK -> List.of(Long.parseUnsignedLong(subject.id()));
      case CYCLE -> causes.stream().filter(cause -> cause.kind() == Subject.Kind.TASK)
          .map(cause -> Long.parseUnsignedLong(cause.id())).toList();
      case RESOURCE, WORKER, RUNTIME, SITE -> List.of();
    };
  }

  /// The same, with the reason why it cannot be looked at now at the end of its sentence.
  Finding unseen(String because) {
    int known = sentence.indexOf(LAST_LOOK);
    var words = (known < 0 ? sentence : sentence.substring(0, known)) + LAST_LOOK + because;
    return new Finding(severity, subject, title, words, advice, evidence, causes, stack);
  }

  /// A finding to be filled in.
  public static Builder of(Severity severity, Subject subject) {
    return new Builder(severity, subject);
  }

  /// Fills in a finding.
  public static final class Builder {

    private final Severity severity;
    private final Subject subject;
    private String title = "";
    private String sentence = "";
    private String advice = "";
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Cause> causes = new ArrayList<>();
    private List<Frame> stack = List.of();

    private Builder(Severity severity, Subject subject) {
      this.severity = severity;
      this.subject = subject;
    }

    /// A few words, without numbers.
    public Builder title(String words) {
      title = words;
      return this;
    }

    /// What is wrong, with its numbers.
    public Builder sentence(String words) {
      sentence = words;
      return this;
    }

    /// What to try.
    public Builder advice(String words) {
      advice = words;
      return this;
    }

    /// A number that it rests on.
    public Builder evidence(String label, long value, Unit unit) {
      evidence.add(new Evidence(label, Long.toString(value), unit));
      return this;
    }

    /// Something else that it rests on.
    public Builder evidence(String label, String value) {
      evidence.add(new Evidence(label, value, Unit.COUNT));
      return this;
    }

    /// What it comes from.
    public Builder cause(Cause cause) {
      causes.add(cause);
      return this;
    }

    /// What it comes from, undivided.
    public Builder cause(Subject of) {
      return cause(new Cause(of.kind(), of.id(), of.name(), null));
    }

    /// Where it happened, the innermost frame first.
    public Builder stack(List<Frame> frames) {
      stack = frames;
      return this;
    }

    /// The finding.
    public Finding build() {
      return new Finding(severity, subject, title, sentence, advice, evidence, causes, stack);
    }
  }
}
