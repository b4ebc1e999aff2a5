package dev.kioto.console.ui.link;

import dev.kioto.console.api.RunInfo;
import dev.kioto.console.api.RuntimeInfo;
import java.util.List;

/// What is asked of a target when somebody wants to know more of it.
///
/// @param runs that are kept, the newest first
/// @param runtimes with their settings; empty when the program cannot tell
/// @param problem why something is missing, as a sentence; empty when nothing is
public record TargetFacts(List<RunInfo> runs, List<RuntimeInfo> runtimes, String problem) {}
