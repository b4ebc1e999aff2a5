package dev.kioto.console.api;

import java.util.List;

/// How a filter that is being typed could go on.
///
/// @param from where the text that a proposal replaces begins, in characters from 0; it ends where the cursor stands
/// @param proposals the likeliest first; empty when nothing is known
public record FilterCompletion(int from, List<FilterProposal> proposals) {
}
