package dev.kioto.instrument;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate of 127.0.0.1 that nobody else has signed and that ends in a hundred years, as files of the tests. They were
/// made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=test -addext
/// subjectAltName=IP:127.0.0.1`.
record TestCertificate(Path certificate, Path key) {
  /// The one that tests use, and another one.
  static final TestCertificate RIGHT = of("right");
  static final TestCertificate OTHER = of("other");

  private static final char[] PASSWORD = new char[0];

  private static TestCertificate of(String name) {
    return new TestCertificate(file(name + "-certificate.pem"), file(name + "-key.pem"));
  }

  private static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestCertificate.class.getResource("tls/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /// TLS of one who shows it.
  SSLContext server() throws GeneralSecurityException, IOException {
    Certificate read;
    try (var in = Files.newInputStream(certificate)) {
      read = CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    byte[] encoded = Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----[A-Z ]+-----", ""));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry("test", KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)), PASSWORD,
        new Certificate[] {read});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
