package dev.kioto.demo.http;

/// What goes out over a connection.
sealed interface HttpOutput {

  /// The head of a response, and its body where that is at hand.
  ///
  /// @param minor version of HTTP/1 that the client speaks
  /// @param keepsAlive whether the connection is used further
  /// @param isToHead whether the request was a HEAD, and the body is not to be sent
  record Head(Response response, int minor, boolean keepsAlive, boolean isToHead) implements HttpOutput {
    /// Whether the body is sent in chunks. To a client of HTTP/1.0 it is sent as it is, and ends with the connection.
    boolean isChunked() {
      return minor > 0 && response.content() instanceof Response.Content.Chunks;
    }
  }

  /// A part of a body.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Chunk(byte[] bytes, boolean isFramed) implements HttpOutput {}

  /// The end of a body of chunks.
  record LastChunk() implements HttpOutput {}

  /// The client may send its body.
  record Continue() implements HttpOutput {}
}
