package dev.kioto.console.collector;

import java.util.regex.Pattern;

/// Where a program's instrumentation listens.
///
/// @param host a name or an address, without brackets
/// @param port 1 to 65535
record Address(String host, int port) {

  private static final Pattern FORM = Pattern
      .compile("(?:http://)?(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:/\\[\\]]+)):(\\d{1,5})/?");

  /// Reads `host:port`, the host of an IPv6 address in brackets; `http://` before it is passed over.
  ///
  /// @throws IllegalArgumentException if it is something else; the message says what would be right
  static Address parse(String text) {
    var match = FORM.matcher(text.strip());
    if (match.matches()) {
      int port = Integer.parseInt(match.group(3));
      var host = match.group(1) == null ? match.group(2) : match.group(1);
      if (port >= 1 && port <= 65_535) return new Address(host, port);
    }
    var shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
    throw new IllegalArgumentException("'" + shown + "' is not the address of a program: write HOST:PORT with a port "
        + "from 1 to 65535, like 127.0.0.1:6669");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
