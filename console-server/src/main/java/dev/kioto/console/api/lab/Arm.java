package dev.kioto.console.api.lab;

import java.util.Map;

/// One combination of settings of an experiment.
///
/// @param letter what it is called for short: `A`, `B`, ...
/// @param label its settings in words: `lifo-slot=off`
/// @param settings the values of what is varied
/// @param isBaseline whether the others are compared to it
public record Arm(String letter, String label, Map<String, String> settings, boolean isBaseline) {
}
