package dev.kioto.console.ui.link;

import org.jspecify.annotations.Nullable;

/// What is looked at of the scheduler lab.
///
/// @param experimentId the experiment; null for the list of all
/// @param baseline the letter of the settings that the others are compared to; null for those that the experiment names
public record LabRequest(@Nullable String experimentId, @Nullable String baseline) {
  /// The list of all experiments.
  public static final LabRequest LIST = new LabRequest(null, null);
}
