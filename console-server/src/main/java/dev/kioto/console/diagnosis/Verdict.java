package dev.kioto.console.diagnosis;

import java.util.List;

/// What a detector says of a run.
public sealed interface Verdict {

  /// It looked, and this is what is wrong: nothing when it is empty.
  record Found(List<Finding> findings) implements Verdict {
    public Found {
      findings = List.copyOf(findings);
    }
  }

  /// It cannot tell, now or at all.
  ///
  /// @param because why, as a sentence
  record CannotTell(String because) implements Verdict {
  }

  /// Nothing is wrong.
  Verdict CLEAR = new Found(List.of());
}
