package dev.kioto.console.lab;

import dev.kioto.console.api.lab.SpecProblem;
import java.util.List;
import java.util.stream.Collectors;

/// An experiment that cannot be made as it was asked for, or cannot be found or kept.
public final class LabException extends Exception {

  private static final long serialVersionUID = 1;

  private final Kind kind;
  private final transient List<SpecProblem> problems;

  /// What is wrong.
  public enum Kind {
    /// Somebody asked for what cannot be.
    BAD_SPEC,
    /// There is no such experiment or run.
    UNKNOWN,
    /// It cannot be done now: it is running already.
    BUSY,
    /// It wants a command to be run, which this lab does not do for whoever asks.
    FORBIDDEN,
    /// The folder cannot be read or written.
    DISK
  }

  /// @param message a sentence, or one a line
  public LabException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.problems = List.of();
  }

  private LabException(List<SpecProblem> problems) {
    super(problems.stream().map(SpecProblem::sentence).collect(Collectors.joining("\n")));
    this.kind = Kind.BAD_SPEC;
    this.problems = List.copyOf(problems);
  }

  /// Something that comes from something else.
  public LabException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.problems = List.of();
  }

  static LabException badSpec(List<String> problems) {
    return wrong(problems.stream().map(sentence -> new SpecProblem("", sentence)).toList());
  }

  static LabException wrong(List<SpecProblem> problems) {
    return new LabException(problems);
  }

  /// Everything that is wrong with an experiment, where it is known of which part; else empty.
  public List<SpecProblem> problems() {
    return problems;
  }

  /// What is wrong.
  public Kind kind() {
    return kind;
  }
}
