package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Where a local process serves consoles.
///
/// @param address what to attach to; null when it listens nowhere
/// @param dials the collector that it connects to; null when it connects to none
/// @param name what it calls itself
/// @param runId of this start of it
/// @param needsToken whether it must be shown a token
/// @param targetId the target that it is already; null when it is none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LocalConsole(
    @Nullable String address,
    @Nullable String dials,
    String name,
    String runId,
    boolean needsToken,
    @Nullable String targetId) {

  /// The same as a target.
  public LocalConsole withTarget(@Nullable String target) {
    return new LocalConsole(address, dials, name, runId, needsToken, target);
  }
}
