package dev.kioto.codec;

import java.io.IOException;
import java.io.UncheckedIOException;

/// What is read and written.
final class Ends {
  private Ends() {}

  static void close(Object end) {
    if (end instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new UncheckedIOException(end + ": close failed: " + e.getMessage(),
            e instanceof IOException failure ? failure : new IOException(e));
      }
    }
  }
}
