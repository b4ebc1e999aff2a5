package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a target's runs, the newest first.
///
/// @param nextCursor what to send as `cursor` for the part that follows; null (and sent as `null`) when this is the last
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RunList(List<RunInfo> runs, @Nullable String nextCursor) {
}
