package dev.kioto.console.api.lab;

import java.util.List;

/// What an experiment would be, of which nothing was made.
///
/// @param arms the combinations of settings; empty when something is wrong with it
/// @param runs how many there would be; 0 then
/// @param estimatedSeconds how long they would take together, at least; 0 then
/// @param problems everything that is wrong with it
public record ExperimentPlan(List<Arm> arms, int runs, long estimatedSeconds, List<SpecProblem> problems) {
}
