package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From when to when it can be shown how a target was.
///
/// @param from the first instant; null when nothing is kept
/// @param to the last instant, about now as long as the target speaks; null when nothing is kept
/// @param spans the times that are kept between the two, the oldest first: where there are several, there are gaps between them
/// @param bytes on disk; 0 of a recording
/// @param lostMessages what the target told and is not kept, since it was added: 0 when all is well
/// @param problem why nothing is kept now, as a sentence; null when all is well
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrailStatus(
    @Nullable Instant from,
    @Nullable Instant to,
    List<Span> spans,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long bytes,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long lostMessages,
    @Nullable String problem) {

  /// A time.
  public record Span(Instant from, Instant to) {
  }
}
