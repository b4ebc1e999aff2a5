package dev.kioto.console.cause;

import java.util.List;

/// Why a task waits, or waited.
///
/// @param sentence of the wait that says most, or that there was none
/// @param asOf on the program's clock
/// @param waits the one that goes on first, then the longest
/// @param cannotTell what is not known, and why: a sentence each
public record Why(String sentence, long asOf, List<Wait> waits, List<String> cannotTell) {

  public Why {
    waits = List.copyOf(waits);
    cannotTell = List.copyOf(cannotTell);
  }
}
