package dev.kioto.instrument.endpoint;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// TLS by files, with the JDK's own implementation: no native code comes into the program. Immutable.
public final class Tls {
  private static final String CANNOT = "TLS cannot be used: ";

  private final SslContext context;

  private Tls(SslContext context) {
    this.context = context;
  }

  /// TLS as the one who is called, which shows a certificate.
  ///
  /// @param certificate PEM, with the certificates that lead to a known one after it
  /// @param key PEM, PKCS#8, without a password
  /// @throws IllegalArgumentException when a file cannot be used; the message names it
  public static Tls server(Path certificate, Path key) {
    try {
      var chain = PemFiles.certificates(certificate).toArray(X509Certificate[]::new);
      var builder = SslContextBuilder.forServer(PemFiles.key(key, certificate, chain[0]), chain);
      return new Tls(GrpcSslContexts.configure(builder, SslProvider.JDK).build());
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(CANNOT + e.getMessage(), e);
    }
  }

  /// TLS as the one who calls, and who looks at the certificate and at the name in it.
  ///
  /// @param authorities PEM, the certificates of who may have signed; null for those that the JVM trusts
  /// @throws IllegalArgumentException when the file cannot be used; the message names it
  public static Tls client(@Nullable Path authorities) {
    var builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK).endpointIdentificationAlgorithm("HTTPS");
    try {
      if (authorities != null) {
        builder.trustManager(PemFiles.certificates(authorities));
      }
      return new Tls(builder.build());
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(CANNOT + e.getMessage(), e);
    }
  }

  SslContext context() {
    return context;
  }
}
