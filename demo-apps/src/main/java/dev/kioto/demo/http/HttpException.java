package dev.kioto.demo.http;

import dev.kioto.codec.FrameException;

/// A request that is answered by an error. One that a decoder throws ends the connection: where the next request begins is not known.
final class HttpException extends FrameException {
  private static final long serialVersionUID = 1;

  private final Status status;

  /// @param sentence what is wrong, for the client
  HttpException(Status status, String sentence) {
    super(sentence, false);
    this.status = status;
  }

  Status status() {
    return status;
  }
}
