package dev.kioto.demo.redis;

import dev.kioto.codec.FrameException;

/// Bytes that are no request, or one over a limit. Nothing after them can be read.
final class ProtocolException extends FrameException {
  private static final long serialVersionUID = 1;

  ProtocolException(String message) {
    super("Protocol error: " + message, false);
  }
}
