package dev.kioto.net;

import dev.kioto.future.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// What is said of a TCP socket before it connects or listens: options, and the address of this side. After Tokio's
/// `net/tcp/socket.rs`.
///
/// It holds no socket of the system: the JDK makes one for the one or the other use. So an address that cannot be bound, and an
/// option that the system refuses, fail the [#connect] or the [#listen]; nothing has to be closed; and it may be used again. One
/// thread at a time.
public final class TcpSocket {
  private final boolean four;
  private @Nullable InetSocketAddress local; // who builds it, as the map
  private final Map<SocketOption<?>, Settings.Setting<?>> settings = new LinkedHashMap<>();

  private TcpSocket(boolean four) {
    this.four = four;
  }

  /// For addresses of IPv4.
  public static TcpSocket v4() {
    return new TcpSocket(true);
  }

  /// For addresses of IPv6.
  public static TcpSocket v6() {
    return new TcpSocket(false);
  }

  /// Whether a port can be had that was in use until just before. Off at first, unlike in [TcpListener#bind].
  public TcpSocket setReuseAddress(boolean reuse) {
    return setOption(StandardSocketOptions.SO_REUSEADDR, reuse);
  }

  /// Whether several sockets may listen at one port, among which the system shares out what comes.
  public TcpSocket setReusePort(boolean reuse) {
    return setOption(StandardSocketOptions.SO_REUSEPORT, reuse);
  }

  /// How much the system keeps of what is written, in bytes: a hint, of which Linux makes twice as much.
  public TcpSocket setSendBufferSize(int bytes) {
    return setOption(StandardSocketOptions.SO_SNDBUF, bytes);
  }

  /// How much the system keeps of what comes, in bytes: a hint, of which Linux makes twice as much.
  public TcpSocket setReceiveBufferSize(int bytes) {
    return setOption(StandardSocketOptions.SO_RCVBUF, bytes);
  }

  /// See [TcpStream#setNoDelay].
  public TcpSocket setNoDelay(boolean noDelay) {
    return setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
  }

  /// See [TcpStream#setZeroLinger].
  public TcpSocket setZeroLinger(boolean zero) {
    return setOption(StandardSocketOptions.SO_LINGER, zero ? 0 : -1);
  }

  /// See [TcpStream#setKeepAlive(boolean)].
  public TcpSocket setKeepAlive(boolean keepAlive) {
    return setOption(StandardSocketOptions.SO_KEEPALIVE, keepAlive);
  }

  /// See [TcpStream#setKeepAlive(Duration, Duration, int)].
  ///
  /// @throws IllegalArgumentException when a time is less than a second
  public TcpSocket setKeepAlive(Duration idle, Duration interval, int probes) {
    return setOption(ExtendedSocketOptions.TCP_KEEPIDLE, Settings.seconds("idle", idle))
        .setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, Settings.seconds("interval", interval))
        .setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, probes).setKeepAlive(true);
  }

  /// The byte of IP's header that asks for a kind of service, 0 to 255.
  public TcpSocket setTrafficClass(int value) {
    return setOption(StandardSocketOptions.IP_TOS, value);
  }

  /// Any option of [StandardSocketOptions] or [ExtendedSocketOptions]. One that a listener has none of is set for each connection
  /// that it accepts.
  public <T> TcpSocket setOption(SocketOption<T> option, T value) {
    settings.put(option, new Settings.Setting<>(option, value));
    return this;
  }

  /// What was set of an option.
  public <T> Optional<T> option(SocketOption<T> option) {
    var setting = settings.get(option);
    return setting == null ? Optional.empty() : Optional.of(option.type().cast(setting.value()));
  }

  /// The address of this side. Port 0 is any that is free.
  ///
  /// @throws IllegalArgumentException when it is not resolved, or of the other IP
  public TcpSocket bind(InetSocketAddress address) {
    local = checked(address);
    return this;
  }

  /// Connects, see [TcpStream#connect(InetSocketAddress)], whose future fails also for what was set here.
  ///
  /// @throws IllegalArgumentException when the address is not resolved, or of the other IP
  public Future<TcpStream> connect(InetSocketAddress address) {
    return new Connect(checked(address), snapshot());
  }

  /// Listens at the address that was bound, else at any port that is free, on all networks.
  ///
  /// @param backlog how many connections may wait for an accept, above 0: a hint, which the system may cut
  /// @throws IllegalArgumentException when the backlog is not above 0
  /// @throws java.io.UncheckedIOException when the port is in use, the address is not this machine's, or an option is refused
  /// @throws IllegalStateException when the calling thread belongs to no runtime, or to one without I/O
  public TcpListener listen(int backlog) {
    if (backlog < 1) {
      throw new IllegalArgumentException("the backlog must be above 0, not " + backlog);
    }
    return TcpListener.listen(local == null ? anywhere() : local, backlog, snapshot());
  }

  private InetSocketAddress anywhere() {
    return new InetSocketAddress(InetAddress.ofLiteral(four ? "0.0.0.0" : "::"), 0);
  }

  private InetSocketAddress checked(InetSocketAddress address) {
    if (SocketOptions.resolved(address).getAddress() instanceof Inet4Address != four) {
      throw new IllegalArgumentException("the socket is for " + (four ? "IPv4, " : "IPv6, ") + "not for " + address);
    }
    return address;
  }

  private Settings snapshot() {
    return new Settings(local, List.copyOf(settings.values()));
  }

  @Override
  public String toString() {
    return "TcpSocket of " + (four ? "IPv4" : "IPv6") + (local == null ? "" : " at " + local);
  }
}
