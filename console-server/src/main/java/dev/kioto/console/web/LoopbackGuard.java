package dev.kioto.console.web;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Refuses requests that a web page elsewhere made a browser on this machine send.
///
/// A page can point its own name at 127.0.0.1 and then read what the server answers (DNS rebinding): such a request
/// carries the page's name as its host. A page can also open a WebSocket to any address: such a request carries the
/// page's origin. Neither is a name of this machine.
final class LoopbackGuard {

  // With any port: a tunnel may give the server another.
  private static final Pattern LOOPBACK = Pattern
      .compile("(localhost|[a-z0-9-]+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  private LoopbackGuard() {}

  /// @throws Refusal if the request's host or origin is not this machine
  static void check(Context request) {
    var host = request.header("Host");
    if (host != null && !isLoopback(host)) {
      throw Refusal
          .foreignHost("The host '" + host + "' is not a name of this machine: ask for 127.0.0.1 or localhost");
    }
    var origin = request.header("Origin");
    if (origin != null && !isLoopbackOrigin(origin)) {
      throw Refusal.foreignHost("Pages of '" + origin + "' may not ask this server: only those of this machine may");
    }
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  private static boolean isLoopbackOrigin(String origin) {
    var host = withoutScheme(origin);
    return host != null && isLoopback(host);
  }

  private static @Nullable String withoutScheme(String origin) {
    int scheme = origin.indexOf("://");
    return scheme < 0 ? null : origin.substring(scheme + 3);
  }
}
