package dev.kioto.console.web;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Refuses requests that may not be followed: those that a web page elsewhere made a browser send, and those whose sender
/// has not the right.
///
/// A page can point its own name at 127.0.0.1 and then read what the server answers (DNS rebinding): such a request
/// carries the page's name as its host. A page can also open a WebSocket to any address: such a request carries the
/// page's origin. On loopback, neither is a name of this machine. Beyond loopback a server has a token, which such a
/// page does not know; a page may ask the server that it came from alone.
///
/// @param loopback whether the server listens to this machine alone
record Guard(boolean loopback, Tokens tokens) {

  // With any port: a tunnel may give the server another.
  private static final Pattern LOOPBACK = Pattern
      .compile("(localhost|[a-z0-9-]+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  /// @throws Refusal if the request comes from elsewhere, or has not the right
  void check(Context request, Right right) {
    checkPlace(request);
    tokens.check(request, right);
  }

  /// @throws Refusal if the request's host or origin is not this machine, or not this server
  void checkPlace(Context request) {
    var host = request.header("Host");
    if (loopback && host != null && !isLoopback(host)) {
      throw Refusal
          .foreignHost("The host '" + host + "' is not a name of this machine: ask for 127.0.0.1 or localhost");
    }
    var origin = request.header("Origin");
    if (origin == null) return;
    var page = withoutScheme(origin);
    boolean own = page != null && (loopback ? isLoopback(page) : page.equalsIgnoreCase(host));
    if (own) return;
    throw Refusal.foreignHost("Pages of '" + origin + "' may not ask this server: only those of this "
        + (loopback ? "machine" : "server") + " may");
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  private static @Nullable String withoutScheme(String origin) {
    int scheme = origin.indexOf("://");
    return scheme < 0 ? null : origin.substring(scheme + 3);
  }
}
