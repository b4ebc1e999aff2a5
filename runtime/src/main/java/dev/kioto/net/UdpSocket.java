package dev.kioto.net;

import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Interest;
import dev.kioto.io.IoCall;
import dev.kioto.io.Ready;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.ResourceType;
import java.io.IOException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A socket for datagrams. Any number of tasks may send and receive at a time: each datagram goes out whole, and comes to one of
/// them. Datagrams may be lost, doubled, and come out of order, as UDP has it.
///
/// A receive takes one datagram. What does not fit into its buffer is lost without a word: 65,507 bytes always suffice with
/// IPv4. A datagram may be empty.
///
/// A socket is *connected* to one peer by [#connect]: then it sends to that one and receives from no other, and is told when
/// nobody listens there, by a [java.io.UncheckedIOException] of [java.net.PortUnreachableException] from a later call.
///
/// Failures are [java.io.UncheckedIOException]. The futures take budget; in a direct task `recv(buffer).await()` suspends the
/// task, on other threads it blocks. Cancellation loses nothing: a receive that is given up leaves the datagram to the next.
///
/// Tokio's `peek` is missing: the JDK has no receive that leaves the datagram where it is. So is the TTL of datagrams to one
/// receiver, for which the JDK has no option. After Tokio's `net/udp.rs`.
public final class UdpSocket implements AutoCloseable {
  /*
   * The channel has a lock of its own for each direction, in which a virtual thread may queue up with the workers behind it (see
   * BriefLock). Ours comes first, so that nobody finds those taken.
   */
  private static final ResourceType<UdpSocket> TYPE = ResourceType.of("UdpSocket", ResourceKind.IO,
      (socket, out) -> out.set("local", String.valueOf(socket.local)).set("peer", String.valueOf(socket.peer))
          .set("bytes_read", socket.bytesReceived(), "bytes").set("bytes_written", socket.bytesSent(), "bytes"));
  private static final VarHandle RECEIVED = counter("received");
  private static final VarHandle SENT = counter("sent");

  private final AsyncChannel<DatagramChannel> channel;
  private final AsyncChannel.Wait receiving = new AsyncChannel.Wait();
  private final AsyncChannel.Wait sending = new AsyncChannel.Wait();
  private final BriefLock receiveLock = new BriefLock();
  private final BriefLock sendLock = new BriefLock();

  // Set by who connects, with both locks; read by any thread.
  private volatile InetSocketAddress local;
  private volatile @Nullable InetSocketAddress peer;

  // Bytes. Written opaque, each with the lock of its direction; read opaque by any thread.
  @SuppressWarnings("UnusedVariable")
  private long received;
  @SuppressWarnings("UnusedVariable")
  private long sent;

  private UdpSocket(DatagramChannel socket) throws IOException {
    local = (InetSocketAddress) socket.getLocalAddress();
    peer = (InetSocketAddress) socket.getRemoteAddress();
    channel = AsyncChannel.of(socket, true, this, TYPE);
  }

  private static VarHandle counter(String field) {
    return ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), field, VarHandle.class, UdpSocket.class,
        long.class);
  }

  /// A socket at an address of this machine. Port 0 is any that is free: [#localAddress] tells which. It speaks IPv4 when the
  /// address does, else IPv6, and IPv4 as well when the address is the wildcard `::`.
  ///
  /// @throws IllegalArgumentException when the address is not resolved
  /// @throws java.io.UncheckedIOException when the port is in use, or the address is not this machine's
  /// @throws IllegalStateException when the calling thread belongs to no runtime, or to one without I/O
  public static UdpSocket bind(InetSocketAddress address) {
    boolean four = SocketOptions.resolved(address).getAddress() instanceof Inet4Address;
    DatagramChannel socket = null;
    try {
      socket = DatagramChannel.open(four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
      return new UdpSocket(socket.bind(address));
    } catch (IOException e) {
      throw AsyncChannel.failed("UdpSocket " + address, "bind", SocketOptions.close(socket, e));
    } catch (RuntimeException | Error e) {
      SocketOptions.close(socket, e);
      throw e;
    }
  }

  /// A socket at an address of a host by its name, as [Net#lookupHost] knows it: at the first that can be had.
  ///
  /// The future throws [java.io.UncheckedIOException] when the name has no address, or none can be had, and
  /// [IllegalStateException] when it is polled by who belongs to no runtime, or to one without I/O.
  ///
  /// @param host a name or an address
  /// @throws IllegalArgumentException when the host is empty, or the port is not from 0 to 65,535
  public static Future<UdpSocket> bind(String host, int port) {
    return Futures.map(Net.lookupHost(host, port),
        addresses -> Attempts.first("bind of a UdpSocket to " + host + ":" + port, addresses, UdpSocket::bind));
  }

  /// Takes over a channel of the JDK, which has been bound: for options that must be set before, as the one that lets several
  /// sockets of a multicast group share a port. It is to be closed by [#close].
  ///
  /// @throws IllegalArgumentException when it is not bound
  /// @throws IllegalStateException when the calling thread belongs to no runtime, or to one without I/O
  public static UdpSocket of(DatagramChannel bound) {
    try {
      if (bound.getLocalAddress() == null) {
        throw new IllegalArgumentException("the channel is not bound to an address");
      }
      return new UdpSocket(bound);
    } catch (IOException e) {
      throw AsyncChannel.failed(bound, "use", e);
    }
  }

  /// Chooses the one peer to send to and to receive from, in place of the one before. What has arrived from others is lost. Sends
  /// nothing.
  ///
  /// @throws IllegalArgumentException when the address is not resolved, or of a kind that the socket does not speak
  /// @throws java.io.UncheckedIOException when there is no way there
  public void connect(InetSocketAddress address) {
    SocketOptions.resolved(address);
    receiveLock.lock();
    sendLock.lock();
    try {
      var socket = channel.channel();
      if (peer != null) {
        peer = null;
        socket.disconnect();
      }
      socket.connect(address);
      peer = address;
      local = (InetSocketAddress) socket.getLocalAddress();
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "connect to " + address, e);
    } catch (IllegalArgumentException e) {
      throw unusable(address, e);
    } finally {
      sendLock.unlock();
      receiveLock.unlock();
    }
  }

  private IllegalArgumentException unusable(InetSocketAddress address, IllegalArgumentException e) {
    return new IllegalArgumentException(this + ": cannot send to " + address + ", which is of another kind", e);
  }

  // --- receiving ---

  /// Waits for a datagram, from the peer or from anybody when there is none.
  ///
  /// @param into from its position to its limit
  /// @return how many bytes were received; 0 for an empty datagram as well
  public Future<Integer> recv(ByteBuffer into) {
    return channel.io(Interest.READABLE, "UdpSocket::recv", countOf(into));
  }

  /// Waits for a datagram, and tells whom it is from. The position of the buffer tells how long it is.
  public Future<InetSocketAddress> recvFrom(ByteBuffer into) {
    return channel.io(Interest.READABLE, "UdpSocket::recv_from", _ -> receive(into));
  }

  /// [#recv] without waiting.
  ///
  /// @return nothing when no datagram is there
  public OptionalInt tryRecv(ByteBuffer into) {
    var n = channel.tryIo(Interest.READABLE, countOf(into));
    return n.isPresent() ? OptionalInt.of(n.get()) : OptionalInt.empty();
  }

  /// [#recvFrom] without waiting.
  ///
  /// @return nothing when no datagram is there
  public Optional<InetSocketAddress> tryRecvFrom(ByteBuffer into) {
    return channel.tryIo(Interest.READABLE, _ -> receive(into));
  }

  /// [#recv] for futures of one's own. One task at a time receives in this way.
  ///
  /// @return how many bytes, or [AsyncRead#PENDING]
  public int pollRecv(Context cx, ByteBuffer into) {
    var n = channel.pollIo(cx, receiving, Interest.READABLE, "UdpSocket::recv", countOf(into));
    return n == null ? AsyncRead.PENDING : n;
  }

  /// [#recvFrom] for futures of one's own. One task at a time receives in this way.
  ///
  /// @return null when it is pending
  public @Nullable InetSocketAddress pollRecvFrom(Context cx, ByteBuffer into) {
    return channel.pollIo(cx, receiving, Interest.READABLE, "UdpSocket::recv_from", _ -> receive(into));
  }

  private IoCall<DatagramChannel, Integer> countOf(ByteBuffer into) {
    return _ -> {
      int before = into.position();
      return receive(into) == null ? null : into.position() - before;
    };
  }

  // Not by the channel's `read`, which does not tell an empty datagram from none.
  private @Nullable InetSocketAddress receive(ByteBuffer into) throws IOException {
    receiveLock.lock();
    try {
      int before = into.position();
      var from = (InetSocketAddress) channel.channel().receive(into);
      if (into.position() > before) {
        RECEIVED.setOpaque(this, received + into.position() - before);
      }
      return from;
    } finally {
      receiveLock.unlock();
    }
  }

  // --- sending ---

  /// Sends a datagram to the peer: all that is in the buffer. Waits only while the system has no room.
  ///
  /// The future throws [IllegalStateException] when the socket is not connected, and [java.io.UncheckedIOException] when the
  /// datagram is too long (65,507 bytes fit with IPv4), or an earlier one found nobody.
  ///
  /// @param from from its position to its limit; the position is as it was when the send is given up
  /// @return how many bytes were sent: all
  public Future<Integer> send(ByteBuffer from) {
    return channel.io(Interest.WRITABLE, "UdpSocket::send", _ -> transmit(from, null));
  }

  /// Sends a datagram to an address, see [#send].
  ///
  /// The future throws [IllegalArgumentException] when the address is of a kind that the socket does not speak,
  /// [IllegalStateException] when the socket is connected to another peer, and [java.io.UncheckedIOException] also when there is
  /// no way there.
  ///
  /// @throws IllegalArgumentException when the address is not resolved
  public Future<Integer> sendTo(ByteBuffer from, InetSocketAddress target) {
    SocketOptions.resolved(target);
    return channel.io(Interest.WRITABLE, "UdpSocket::send_to", _ -> transmit(from, target));
  }

  /// [#send] without waiting.
  ///
  /// @return whether it was sent
  public boolean trySend(ByteBuffer from) {
    return channel.tryIo(Interest.WRITABLE, _ -> transmit(from, null)).isPresent();
  }

  /// [#sendTo] without waiting.
  ///
  /// @return whether it was sent
  public boolean trySendTo(ByteBuffer from, InetSocketAddress target) {
    SocketOptions.resolved(target);
    return channel.tryIo(Interest.WRITABLE, _ -> transmit(from, target)).isPresent();
  }

  /// [#send] for futures of one's own. One task at a time sends in this way.
  ///
  /// @return how many bytes, or [AsyncRead#PENDING]
  public int pollSend(Context cx, ByteBuffer from) {
    var n = channel.pollIo(cx, sending, Interest.WRITABLE, "UdpSocket::send", _ -> transmit(from, null));
    return n == null ? AsyncRead.PENDING : n;
  }

  /// [#sendTo] for futures of one's own. One task at a time sends in this way.
  ///
  /// @return how many bytes, or [AsyncRead#PENDING]
  public int pollSendTo(Context cx, ByteBuffer from, InetSocketAddress target) {
    SocketOptions.resolved(target);
    var n = channel.pollIo(cx, sending, Interest.WRITABLE, "UdpSocket::send_to", _ -> transmit(from, target));
    return n == null ? AsyncRead.PENDING : n;
  }

  // Null when there is no room. The channel says 0 then, and of an empty datagram, which counts as sent.
  private @Nullable Integer transmit(ByteBuffer from, @Nullable InetSocketAddress target) throws IOException {
    int length = from.remaining();
    sendLock.lock();
    try {
      var to = target == null ? peer : target;
      if (to == null) {
        throw new IllegalStateException(this + " is not connected: it can send only by sendTo");
      }
      if (peer != null && !to.equals(peer)) {
        throw new IllegalStateException(this + " is connected: it cannot send to " + to);
      }
      int n = send(from, to);
      SENT.setOpaque(this, sent + n);
      return n == 0 && length > 0 ? null : n;
    } finally {
      sendLock.unlock();
    }
  }

  private int send(ByteBuffer from, InetSocketAddress to) throws IOException {
    try {
      return channel.channel().send(from, to);
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "send of " + from.remaining() + " bytes to " + to, e);
    } catch (IllegalArgumentException e) {
      throw unusable(to, e);
    }
  }

  // --- readiness ---

  /// Waits until a datagram is there, or is taken to be: a [#tryRecv] may find none all the same.
  public Future<Ready> readable() {
    return channel.ready(Interest.READABLE);
  }

  /// Waits until there is room to send, or is taken to be: a [#trySend] may find none all the same.
  public Future<Ready> writable() {
    return channel.ready(Interest.WRITABLE);
  }

  /// Waits for either, or for both whichever comes first.
  public Future<Ready> ready(Interest interest) {
    return channel.ready(interest);
  }

  // --- groups and options ---

  /// Receives from now on what is sent to a group, at its port, until [MembershipKey#drop] or the close. The key can also block
  /// single senders. A group of IPv4 wants a socket of IPv4, see [#bind].
  ///
  /// @param through the network of the group
  /// @throws IllegalArgumentException when the address is no group's, or of a kind that the socket does not speak
  /// @throws java.io.UncheckedIOException when it is refused, as by an interface without multicast
  public MembershipKey joinMulticast(InetAddress group, NetworkInterface through) {
    try {
      return channel.channel().join(group, through);
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "join of " + group + " through " + through.getName(), e);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      throw new IllegalArgumentException(this + ": cannot join " + group + ": " + e.getMessage(), e);
    }
  }

  /// The network through which multicast datagrams leave, in place of the one that the system chooses.
  public void setMulticastInterface(NetworkInterface through) {
    setOption(StandardSocketOptions.IP_MULTICAST_IF, through);
  }

  /// Whether sockets of this machine receive what this one sends to a group: they do, unless this says otherwise.
  public void setMulticastLoop(boolean loop) {
    setOption(StandardSocketOptions.IP_MULTICAST_LOOP, loop);
  }

  public boolean multicastLoop() {
    return option(StandardSocketOptions.IP_MULTICAST_LOOP);
  }

  /// How many routers multicast datagrams may pass: 0 to 255, where 0 stays on this machine and 1, as it is at first, on this
  /// network.
  public void setMulticastTtl(int hops) {
    setOption(StandardSocketOptions.IP_MULTICAST_TTL, hops);
  }

  public int multicastTtl() {
    return option(StandardSocketOptions.IP_MULTICAST_TTL);
  }

  /// Whether it may send to broadcast addresses.
  public void setBroadcast(boolean broadcast) {
    setOption(StandardSocketOptions.SO_BROADCAST, broadcast);
  }

  public boolean broadcast() {
    return option(StandardSocketOptions.SO_BROADCAST);
  }

  /// Sets an option of [StandardSocketOptions] or `jdk.net.ExtendedSocketOptions`.
  ///
  /// @throws IllegalArgumentException when the value is out of its range
  /// @throws UnsupportedOperationException when such a socket has no such option on this system
  /// @throws java.io.UncheckedIOException when the socket is closed, or the system refuses
  public <T> void setOption(SocketOption<T> option, T value) {
    SocketOptions.set(this, channel.channel(), option, value);
  }

  /// The value of an option, see [#setOption].
  ///
  /// @throws IllegalStateException when it has none, as the multicast interface at first
  public <T> T option(SocketOption<T> option) {
    return SocketOptions.get(this, channel.channel(), option);
  }

  // --- what it is ---

  /// The address of this side.
  public InetSocketAddress localAddress() {
    return local;
  }

  /// The address of the peer that it is connected to.
  public Optional<InetSocketAddress> peerAddress() {
    return Optional.ofNullable(peer);
  }

  /// Bytes in datagrams that were received so far, as far as they fitted. Never goes down.
  public long bytesReceived() {
    return (long) RECEIVED.getOpaque(this);
  }

  /// Bytes in datagrams that were sent so far. Never goes down.
  public long bytesSent() {
    return (long) SENT.getOpaque(this);
  }

  /// The channel that this is made of.
  public AsyncChannel<DatagramChannel> channel() {
    return channel;
  }

  /// Closes the socket. Who waits for it fails. Closing again does nothing.
  @Override
  public void close() {
    channel.close();
  }

  @Override
  public String toString() {
    var connectedTo = peer;
    return "UdpSocket " + local + (connectedTo == null ? "" : " to " + connectedTo);
  }
}
