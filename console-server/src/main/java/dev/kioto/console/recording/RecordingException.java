package dev.kioto.console.recording;

import java.io.IOException;

/// A recording cannot be read. The message is a sentence that names the file and what is wrong with it.
public final class RecordingException extends IOException {

  private static final long serialVersionUID = 1L;

  RecordingException(String message) {
    super(message);
  }

  RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
