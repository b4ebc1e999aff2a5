package dev.kioto.instrument.endpoint;

import org.jspecify.annotations.Nullable;

/// By which way consoles come, as a notice says it.
///
/// @param address `host:port`, `https://host:port` or `unix:/path`, as a console of this machine wants it; empty for none
/// @param dials whom the program connects to; null for nobody
/// @param needsToken whether a console must show a token to read
record NoticedWay(String address, @Nullable String dials, boolean needsToken) {

  /// @param port that was bound; 0 for none
  static NoticedWay of(EndpointOptions options, int port) {
    var dial = options.dial();
    return switch (options.listen()) {
      case Listen.Port listen -> new NoticedWay((options.tls() == null ? "" : "https://") + host(listen) + ":" + port,
          dial == null ? null : dial.address(), options.rights().needTokenToRead());
      case Listen.UnixSocket socket -> new NoticedWay("unix:" + socket.path().toAbsolutePath(),
          dial == null ? null : dial.address(), false);
      case Listen.Nowhere _ -> new NoticedWay("", dial == null ? null : dial.address(), false);
    };
  }

  private static String host(Listen.Port listen) {
    var address = listen.address().getAddress();
    if (address != null && address.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    return listen.host().contains(":") ? "[" + listen.host() + "]" : listen.host();
  }
}
