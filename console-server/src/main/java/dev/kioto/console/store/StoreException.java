package dev.kioto.console.store;

import java.io.IOException;

/// A history cannot be opened or read. The message is a sentence that names the folder and what to do.
public final class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  StoreException(String message) {
    super(message);
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
