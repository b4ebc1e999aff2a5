package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A recording of a target, on the server's disk.
///
/// @param id for use in paths
/// @param address where it can be attached to as a target
/// @param recorded the address of the program that was recorded
/// @param name the program's name
/// @param from when the first message was received; null while there is none
/// @param to when the last message was received; null while there is none
/// @param messages how many there are
/// @param bytes what the file has
/// @param problem why it ended, or cannot be read, as a sentence; null when all is well
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recording(
    String id,
    State state,
    String address,
    String recorded,
    String name,
    Instant startedAt,
    @Nullable Instant from,
    @Nullable Instant to,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long messages,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long bytes,
    @Nullable String problem) {

  /// What it is at.
  public enum State {
    /// Being written.
    RECORDING,
    /// Ended as it should be.
    @JsonEnumDefaultValue FINISHED,
    /// Ended amid a block, by a kill or a full disk: it opens up to its last whole block.
    UNFINISHED,
    /// Not to be read.
    UNREADABLE
  }
}
