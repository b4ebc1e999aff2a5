package dev.kioto.console.collector;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where programs dial in, and which of them are let in.
///
/// @param host of this machine: loopback, unless there is a token and a certificate
/// @param port 0 for any free one
/// @param token what a program shows; null when any may come, from this machine alone. A secret
/// @param certificate a file in PEM, for TLS; null for plain text
/// @param key the certificate's, PKCS#8 in PEM without a password; null for plain text
/// @param access what is shown to programs that came, so that they let the collector read or act
public record ListenerSettings(String host, int port, @Nullable String token, @Nullable Path certificate,
    @Nullable Path key, Access access) {

  public ListenerSettings {
    if (port < 0 || port > 65_535) throw new IllegalArgumentException("port must be from 0 to 65535, got " + port);
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("TLS needs both a certificate and its key: name both files, or neither");
    }
    // Others do not cross the wire as they are: what arrives instead of them is the same for all of them.
    if (token != null && (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
      throw new IllegalArgumentException(
          "The token of programs that dial in is empty or has other than visible ASCII characters: give it these alone");
    }
  }

  /// A listener on this machine's loopback address, for programs without a token.
  public static ListenerSettings loopback(int port) {
    return new ListenerSettings("127.0.0.1", port, null, null, null, Access.NONE);
  }

  @Override
  public String toString() {
    return "ListenerSettings[" + host + ":" + port + "]"; // the token is a secret
  }
}
