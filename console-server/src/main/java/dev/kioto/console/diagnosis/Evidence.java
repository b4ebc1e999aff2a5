package dev.kioto.console.diagnosis;

/// A fact that a finding rests on.
///
/// @param label what it is, for people
/// @param value a number as digits, or a text
/// @param unit how to read the value
public record Evidence(String label, String value, Unit unit) {
}
