package dev.kioto.console.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// What a client shows to a console server, and whom it believes to be one.
///
/// @param token what is shown; null for nothing. A secret
/// @param authorities a file in PEM with the certificates of who may have signed the server's; null for those that the JVM
///     trusts
public record ClientAccess(@Nullable String token, @Nullable Path authorities) {

  /// Nothing is shown, and the JVM's authorities are trusted.
  public static final ClientAccess NONE = new ClientAccess(null, null);

  /// Access by files.
  ///
  /// @param tokenFile whose first line is the token; null for none
  /// @throws IOException if the token cannot be read; the message says what would be right
  public static ClientAccess of(@Nullable Path tokenFile, @Nullable Path authorities) throws IOException {
    return new ClientAccess(tokenFile == null ? null : firstLine(tokenFile), authorities);
  }

  /// The first line of a token's file.
  ///
  /// @throws IOException if there is none; the message says what would be right
  public static String firstLine(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      var line = lines.findFirst().orElse("").strip();
      if (!line.isEmpty()) return line;
    } catch (IOException | RuntimeException e) {
      throw new IOException("The token cannot be read from " + file + ": " + e, e);
    }
    throw new IOException("The token's file " + file + " is empty: write the token in its first line");
  }

  /// @throws IOException if the authorities cannot be read; the message says what would be right
  @Nullable SSLContext tls() throws IOException {
    var file = authorities;
    if (file == null) return null;
    try (InputStream in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      if (store.size() == 0) throw new GeneralSecurityException("it has no certificate");
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException("The authorities cannot be read from " + file + " (PEM, '-----BEGIN CERTIFICATE-----'): "
          + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "ClientAccess[token=" + (token != null) + ", authorities=" + authorities + "]"; // the token is a secret
  }
}
