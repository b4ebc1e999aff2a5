package dev.kioto.instrument;

import dev.kioto.instrument.endpoint.Acting;
import dev.kioto.instrument.endpoint.Dial;
import dev.kioto.instrument.endpoint.EndpointOptions;
import dev.kioto.instrument.endpoint.Limits;
import dev.kioto.instrument.endpoint.Listen;
import dev.kioto.instrument.endpoint.Notice;
import dev.kioto.instrument.endpoint.Rights;
import dev.kioto.instrument.endpoint.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How consoles reach the program, as the options say it one by one; together they are checked when it starts.
final class EndpointSettings {
  static final String DEFAULT_HOST = "127.0.0.1";
  static final int DEFAULT_PORT = 6669;
  private static final int DEFAULT_CLIENT_BUFFER = 32 * 1024;
  private static final String UNIX = "unix:";

  private @Nullable String host;
  private int port = DEFAULT_PORT;
  private @Nullable Path unixSocket;
  private @Nullable String dialHost;
  private int dialPort;

  boolean off;
  @Nullable String dialToken;
  boolean dialTls;
  @Nullable Path dialAuthorities;
  @Nullable Path certificate;
  @Nullable Path key;
  boolean insecure;
  @Nullable String readToken;
  @Nullable String actToken;
  Acting acting = Acting.OWN_USER;
  Duration publishInterval = Duration.ofSeconds(1);
  int clientBuffer = DEFAULT_CLIENT_BUFFER;
  Limits limits = Limits.DEFAULT;
  @Nullable Path notices = Notice.standardFolder();

  /// Takes `host:port` or `unix:/path`.
  void bind(String address) {
    if (address.startsWith(UNIX)) {
      bindUnix(Path.of(address.substring(UNIX.length())));
    } else {
      SystemSettings.splitAddress(address, this::bind);
    }
  }

  void bind(String host, int port) {
    checkPort(0, port);
    this.host = host;
    this.port = port;
    unixSocket = null;
  }

  void bindUnix(Path path) {
    if (path.toString().isEmpty()) {
      throw new IllegalArgumentException("the path of the Unix socket is empty");
    }
    unixSocket = path;
    host = null;
  }

  void bindNowhere() {
    unixSocket = null;
    host = null;
  }

  /// Takes what `kioto.console` says: `on`, `off`, or where.
  void console(String value) {
    switch (value.strip()) {
      case "on", "true", "yes", "1" -> off = false;
      case "off", "false", "no", "0" -> off = true;
      default -> {
        try {
          bind(value.strip());
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("not on, off, host:port (such as 127.0.0.1:6669) or unix:/path", e);
        }
      }
    }
  }

  /// Takes what `kioto.console.notices` says: `off`, or a folder.
  void notices(String value) {
    notices = switch (value.strip()) {
      case "off", "false", "no", "0" -> null;
      case "on", "true", "yes", "1" -> Notice.standardFolder();
      default -> Path.of(value.strip());
    };
  }

  void dial(String host, int port) {
    checkPort(1, port);
    dialHost = host;
    dialPort = port;
  }

  private static void checkPort(int lowest, int port) {
    if (port < lowest || port > 65_535) {
      throw new IllegalArgumentException("port " + port + ": must be from " + lowest + " to 65535");
    }
  }

  /// Where it is to listen, for people; empty for nowhere.
  String place() {
    if (unixSocket != null) {
      return UNIX + unixSocket;
    }
    return host == null && dialHost != null ? "" : hostOrDefault() + ":" + port;
  }

  /// Another address for the same purpose, for people.
  String otherPlace() {
    return unixSocket != null ? UNIX + "/another/path" : hostOrDefault() + ":PORT";
  }

  boolean dials() {
    return dialHost != null;
  }

  private String hostOrDefault() {
    return host == null ? DEFAULT_HOST : host;
  }

  /// All of it.
  ///
  /// @throws IllegalArgumentException when an option is wrong, or not safe together with another; the message says what
  ///   to do
  EndpointOptions check() {
    var rights = Rights.of(readToken, actToken, acting);
    var tls = tls();
    return new EndpointOptions(listen(rights, tls), tls, dial(), rights, publishInterval, clientBuffer, limits,
        notices);
  }

  private @Nullable Tls tls() {
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new IllegalArgumentException("TLS needs both a certificate (kioto.console.tls-certificate) and its key"
          + " (kioto.console.tls-key), but only " + (certificate == null ? key : certificate) + " is given");
    }
    if (unixSocket != null) {
      throw new IllegalArgumentException("TLS is for a port: a Unix socket has none, and needs none");
    }
    return Tls.server(certificate, key);
  }

  private Listen listen(Rights rights, @Nullable Tls tls) {
    if (unixSocket != null) {
      return new Listen.UnixSocket(unixSocket);
    }
    if (place().isEmpty()) {
      return new Listen.Nowhere();
    }
    InetAddress address;
    try {
      address = InetAddress.getByName(hostOrDefault());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("console host '" + host + "' is not known: use 127.0.0.1 or ::1", e);
    }
    if (!address.isLoopbackAddress()) {
      checkBeyondLoopback(rights, tls);
    }
    return new Listen.Port(hostOrDefault(), new InetSocketAddress(address, port));
  }

  private void checkBeyondLoopback(Rights rights, @Nullable Tls tls) {
    String where = "console host '" + host + "' is not a loopback address: ";
    if (!rights.needTokenToRead()) {
      throw new IllegalArgumentException(where + "beyond loopback a console must show a token. Set one by"
          + " readToken(token) or -Dkioto.console.read-token-file=FILE, or bind to 127.0.0.1 and forward the port by"
          + " ssh -L");
    }
    if (tls == null && !insecure) {
      throw new IllegalArgumentException(where + "the token would cross the network in plain text. Use TLS, by"
          + " tls(certificate, key) or -Dkioto.console.tls-certificate and -Dkioto.console.tls-key; or accept it, by"
          + " insecure(true) or -Dkioto.console.insecure=true");
    }
  }

  private @Nullable Dial dial() {
    if (dialHost == null) {
      return null;
    }
    boolean tls = dialTls || dialAuthorities != null;
    if (!tls && !insecure && !isLoopback(dialHost)) {
      throw new IllegalArgumentException("the collector's host '" + dialHost + "' is not a loopback address: what this"
          + " program does would cross the network in plain text. Use TLS, by dialTls() or -Dkioto.console.dial-tls=on;"
          + " or accept it, by insecure(true) or -Dkioto.console.insecure=true");
    }
    return new Dial(dialHost, dialPort, dialToken, tls ? Tls.client(dialAuthorities) : null);
  }

  // Without asking anybody: the network may not be there yet.
  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
