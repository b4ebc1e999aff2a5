package dev.kioto.console.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import io.javalin.config.JettyConfig;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// Where the web API listens, and what keeps others out. Immutable.
final class Exposure {

  private final String host;
  private final int port;
  private final Guard guard;
  private final SslContextFactory.@Nullable Server tls; // null for plain text

  private Exposure(String host, int port, Guard guard, SslContextFactory.@Nullable Server tls) {
    this.host = host;
    this.port = port;
    this.guard = guard;
    this.tls = tls;
  }

  /// A place to listen at.
  ///
  /// @param host an address of this machine: loopback, or there is a token and, unless `insecure`, TLS
  /// @param insecure whether tokens and data may cross a network in plain text
  /// @throws IOException if the host is not known, would let strangers in, or the files of TLS cannot be used
  static Exposure of(String host, int port, @Nullable String readToken, @Nullable String actToken, @Nullable Tls tls,
      boolean insecure) throws IOException {
    boolean loopback = isLoopback(host);
    var tokens = new Tokens(readToken, actToken, loopback);
    if (!loopback && !tokens.any()) {
      throw new IOException(
          "The host '" + host + "' is not of this machine alone, and whoever reaches the server could read "
              + "what its programs do: give a token by --read-token-file or --act-token-file, or listen on 127.0.0.1");
    }
    if (!loopback && tls == null && !insecure) {
      throw new IOException("The host '" + host
          + "' is not of this machine alone, and tokens would cross the network in plain "
          + "text: give --certificate and --key for TLS, or --insecure where something in front of the server speaks it");
    }
    return new Exposure(host, port, new Guard(loopback, tokens), tls == null ? null : tls.context());
  }

  private static boolean isLoopback(String host) throws IOException {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IOException("The host '" + host + "' to listen on is not known: name 127.0.0.1 or localhost", e);
    }
  }

  Guard guard() {
    return guard;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /// `https` or `http`.
  String scheme() {
    return tls == null ? "http" : "https";
  }

  /// Adds the way in that speaks TLS, if there is one.
  void configure(JettyConfig jetty) {
    var context = tls;
    if (context == null) return;
    jetty.addConnector((server, standard) -> {
      var http = new HttpConfiguration(standard);
      http.addCustomizer(new SecureRequestCustomizer(false)); // by which name the server is called says nothing of it
      var connector = new ServerConnector(server, new SslConnectionFactory(context, "http/1.1"),
          new HttpConnectionFactory(http));
      connector.setHost(host);
      connector.setPort(port);
      return connector;
    });
  }
}
