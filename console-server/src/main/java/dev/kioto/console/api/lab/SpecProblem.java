package dev.kioto.console.api.lab;

/// Something that is wrong with an experiment as somebody asks for it.
///
/// @param field of the [ExperimentSpec] that it is about: `duration`, `vary.lifo-slot`, `workload.demo`; empty for none of them
/// @param sentence what is wrong
public record SpecProblem(String field, String sentence) {
}
