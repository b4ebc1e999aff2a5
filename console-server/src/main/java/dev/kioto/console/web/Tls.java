package dev.kioto.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// TLS by files: what the web API shows to whoever connects.
///
/// @param certificate PEM, with the certificates that lead to a known one after it
/// @param key the certificate's: PEM, PKCS#8, without a password
record Tls(Path certificate, Path key) {

  private static final Pattern KEY = Pattern
      .compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final char[] PASSWORD = "in memory".toCharArray(); // a key store wants one; this one is never written

  /// What Jetty makes connections with.
  ///
  /// @throws IOException if a file cannot be used; the message names it
  SslContextFactory.Server context() throws IOException {
    var chain = chain();
    var privateKey = privateKey(chain[0]);
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("kioto", privateKey, PASSWORD, chain);
      var factory = new SslContextFactory.Server();
      factory.setKeyStore(store);
      factory.setKeyStorePassword(new String(PASSWORD));
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException(cannot(String.valueOf(e.getMessage())), e);
    }
  }

  private Certificate[] chain() throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      var chain = CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(Certificate[]::new);
      if (chain.length > 0) return chain;
    } catch (IOException e) {
      throw new IOException(cannot(certificate + " cannot be read: " + e), e);
    } catch (GeneralSecurityException e) {
      throw new IOException(cannot(noCertificate()), e);
    }
    throw new IOException(cannot(noCertificate()));
  }

  private String noCertificate() {
    return certificate + " has no certificate: give it in PEM, '-----BEGIN CERTIFICATE-----'";
  }

  private PrivateKey privateKey(Certificate of) throws IOException {
    var text = text(key);
    var match = KEY.matcher(text);
    if (!match.find()) {
      throw new IOException(
          cannot(key + " has no key: give it in PEM and PKCS#8 without a password, '-----BEGIN PRIVATE "
              + "KEY-----'; 'openssl pkcs8 -topk8 -nodes' makes that of others"));
    }
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(match.group(1)));
      var made = KeyFactory.getInstance(of.getPublicKey().getAlgorithm()).generatePrivate(encoded);
      if (signsFor(made, of.getPublicKey())) return made;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(cannot("the key " + key + " is not the certificate's: " + e.getMessage()), e);
    }
    throw new IOException(cannot("the key " + key + " is not that of " + certificate + ": give the two that belong "
        + "together, with the server's own certificate first"));
  }

  // With a key of another one, the server would start and refuse every connection.
  private static boolean signsFor(PrivateKey key, PublicKey of) throws GeneralSecurityException {
    var name = switch (of.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "EdDSA" -> "EdDSA";
      default -> null; // not to be tried here
    };
    if (name == null) return true;
    var signature = Signature.getInstance(name);
    var text = "kioto".getBytes(StandardCharsets.US_ASCII);
    signature.initSign(key);
    signature.update(text);
    var signed = signature.sign();
    signature.initVerify(of);
    signature.update(text);
    return signature.verify(signed);
  }

  private String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException(cannot(file + " cannot be read: " + e), e);
    }
  }

  private static String cannot(String why) {
    return "TLS cannot be used: " + why;
  }
}
