package dev.kioto.console.collector;

import dev.kioto.console.api.Capability;
import dev.kioto.console.collector.TargetException.Kind;
import dev.kioto.console.model.RunModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One life of a program, from its start to its end, as far as it was watched.
///
/// @param id changes with each start of the program; empty before it was reached
/// @param program what the program says of itself; null when it speaks the tokio-console protocol alone
/// @param model what is known of it
/// @param firstSeenAt when the collector first heard of it, on the collector's clock
/// @param replacedAt when the next run began, on the collector's clock; null for the present run
public record Run(
    String id, @Nullable Program program, RunModel model, Instant firstSeenAt, @Nullable Instant replacedAt) {

  /// Whether the program told, or tells, something that the tokio-console protocol has no words for. Before it was reached
  /// that is not known.
  public boolean can(Capability capability) {
    return id.isEmpty() || (program != null && program.can(capability));
  }

  /// Refuses what the program cannot tell.
  ///
  /// @param what it is, after "cannot show"
  /// @throws TargetException if the program does not have the capability
  public void require(Capability capability, String what) throws TargetException {
    if (can(capability)) return;
    var why = program == null
        ? "it speaks the tokio-console protocol, which has no words for it"
        : "its instrumentation does not have the capability " + capability;
    throw new TargetException(Kind.UNSUPPORTED, "The program cannot show " + what + ": " + why);
  }

  /// Refuses what the program cannot tell, unless the tokio-console protocol has words for it.
  ///
  /// @throws TargetException if it speaks Kioto's own protocol, and does not have the capability
  public void requireUnlessTokio(Capability capability, String what) throws TargetException {
    if (program != null) require(capability, what);
  }
}
