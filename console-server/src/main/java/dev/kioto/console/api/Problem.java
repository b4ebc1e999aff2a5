package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What went wrong with a request: the "problem details" of RFC 9457.
///
/// @param type what kind of problem it is, as a URI that never changes: `urn:kioto:problem:filter-syntax`
/// @param title the kind of problem in a few words
/// @param status the HTTP status code
/// @param detail what is wrong with this request and what would be right, as a sentence
/// @param instance the path that was asked for; null when there is none
/// @param position where in the filter the problem is, in characters from 0; null when it is not about a place
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @Nullable Integer position) {

  /// The media type of a problem.
  public static final String MEDIA_TYPE = "application/problem+json";
}
