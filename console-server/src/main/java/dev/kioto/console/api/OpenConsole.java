package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Something that answers where programs serve consoles by custom, and that no process was found to have said is its own: a
/// Rust program with console-subscriber does not say.
///
/// @param address what to attach to
/// @param targetId the target that it is already; null when it is none
/// @param hint what it may be, as a sentence
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenConsole(String address, @Nullable String targetId, String hint) {
}
