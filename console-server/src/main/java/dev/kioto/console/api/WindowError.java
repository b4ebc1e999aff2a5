package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The answer of the window socket to a message that it cannot follow. The socket stays open and keeps to the request
/// before it.
public record WindowError(Problem problem) {

  /// The value of `type` in the messages of the window socket that carry a problem.
  public static final String TYPE = "error";

  /// Tells an error from the other messages of the socket.
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public String type() {
    return TYPE;
  }
}
