package dev.kioto.instrument.endpoint;

import org.jspecify.annotations.Nullable;

/// A collector that the program connects to, where nothing may connect to the program.
///
/// @param port from 1 to 65535
/// @param token what the program shows to the collector; null for none
/// @param tls null for plain text
public record Dial(String host, int port, @Nullable String token, @Nullable Tls tls) {
  /// `host:port`, for people.
  String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return "Dial[" + address() + "]"; // the token is a secret
  }
}
