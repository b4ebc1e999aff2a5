package dev.kioto.console.client;

import dev.kioto.console.api.Problem;

/// The server refused a request and said why.
public final class ProblemException extends ConsoleClientException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /// What the server said.
  public Problem problem() {
    return problem;
  }
}
