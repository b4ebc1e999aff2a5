package dev.kioto.instrument.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Certificates and keys from PEM files. What cannot be used is refused by a message that names the file.
final class PemFiles {
  private static final Pattern KEY = Pattern
      .compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private PemFiles() {}

  /// The certificates of a file, in its order; one at least.
  static List<X509Certificate> certificates(Path file) {
    var certificates = new ArrayList<X509Certificate>();
    try (InputStream in = Files.newInputStream(file)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        certificates.add((X509Certificate) certificate);
      }
    } catch (IOException e) {
      throw cannotBeRead(file, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(noCertificates(file), e);
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(noCertificates(file));
    }
    return certificates;
  }

  private static String noCertificates(Path file) {
    return file + " has no certificates: must be PEM, '-----BEGIN CERTIFICATE-----'";
  }

  private static IllegalArgumentException cannotBeRead(Path file, IOException e) {
    return new IllegalArgumentException(file + " cannot be read: " + e, e);
  }

  /// The key of a certificate.
  static PrivateKey key(Path file, Path certificateFile, X509Certificate certificate) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw cannotBeRead(file, e);
    }
    var matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException(file + " has no key: must be PEM and PKCS#8 without a password,"
          + " '-----BEGIN PRIVATE KEY-----'; 'openssl pkcs8 -topk8 -nodes' makes that of others");
    }
    var publicKey = certificate.getPublicKey();
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
      var key = KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(encoded);
      if (areAPair(publicKey, key)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(doNotMatch(certificateFile, file), e);
    }
    throw new IllegalArgumentException(doNotMatch(certificateFile, file));
  }

  private static String doNotMatch(Path certificate, Path key) {
    return "the certificate " + certificate + " and the key " + key + " do not belong together";
  }

  private static boolean areAPair(PublicKey publicKey, PrivateKey key) throws GeneralSecurityException {
    String algorithm = signatures(publicKey);
    if (algorithm == null) {
      return true; // the handshake will tell
    }
    byte[] text = "kioto".getBytes(StandardCharsets.US_ASCII);
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(text);
    return signature.verify(signed);
  }

  private static @Nullable String signatures(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      case "EdDSA" -> "EdDSA";
      default -> null;
    };
  }
}
