package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list of diagnoses: the active ones first, the worst of them first, then those that were cleared, the newest first.
///
/// @param matched how many there are in all that the request lets through
/// @param nextCursor asks for the next part; null at the end
public record DiagnosisPage(List<Diagnosis> diagnoses, int matched, @Nullable String nextCursor) {

  /// The value of `type` in the messages of a socket that carry diagnoses.
  public static final String TYPE = "diagnoses";

  /// Tells diagnoses from the other messages of a socket.
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String type() {
    return TYPE;
  }
}
