package dev.kioto.console.collector;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Where a program is.
sealed interface Address {

  /// Where a program's instrumentation listens on a port.
  ///
  /// @param host a name or an address, without brackets
  /// @param port 1 to 65535
  /// @param security whether in plain text, as far as that was said
  record Tcp(String host, int port, Security security) implements Address {
    @Override
    public String toString() {
      var place = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
      return security == Security.TLS ? "https://" + place : place;
    }
  }

  /// Where a program's instrumentation listens on a Unix socket.
  record Unix(Path path) implements Address {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /// A program that dialled in.
  ///
  /// @param host from where
  /// @param name of the program
  /// @param number tells those of one name and host apart, from 1
  record Dialled(String host, String name, int number) implements Address {
    @Override
    public String toString() {
      return "dialled:" + host + "/" + name + (number == 1 ? "" : "#" + number);
    }
  }

  /// Whether what is sent can be read on the way.
  enum Security {
    /// Nothing was said: plain text.
    UNSAID,
    /// Plain text, on purpose.
    PLAIN,
    /// TLS.
    TLS
  }

  /// How an address looks.
  Pattern FORM = Pattern.compile("(https?://)?(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:/\\[\\]]+)):(\\d{1,5})/?");

  /// Reads `host:port`, the host of an IPv6 address in brackets, with `http://` or `https://` (TLS) before it; or
  /// `unix:/path`.
  ///
  /// @throws IllegalArgumentException if it is something else; the message says what would be right
  static Address parse(String text) {
    var stripped = text.strip();
    if (stripped.startsWith("unix:")) return unix(stripped);
    var match = FORM.matcher(stripped);
    if (match.matches()) {
      int port = Integer.parseInt(match.group(4));
      var host = match.group(2) == null ? match.group(3) : match.group(2);
      var security = match.group(1) == null ? Security.UNSAID
          : match.group(1).equals("https://") ? Security.TLS : Security.PLAIN;
      if (port >= 1 && port <= 65_535) return new Tcp(host, port, security);
    }
    throw notAnAddress(text);
  }

  private static Address unix(String text) {
    try {
      var path = Path.of(text.substring("unix:".length()));
      if (path.isAbsolute()) return new Unix(path);
    } catch (InvalidPathException _) {
      // said below
    }
    throw notAnAddress(text);
  }

  private static IllegalArgumentException notAnAddress(String text) {
    var shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
    return new IllegalArgumentException("'" + shown + "' is not the address of a program: write HOST:PORT with a port "
        + "from 1 to 65535, like 127.0.0.1:6669, https://HOST:PORT for TLS, or unix:/PATH");
  }
}
