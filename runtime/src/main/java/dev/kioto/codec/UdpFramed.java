package dev.kioto.codec;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncWrite;
import dev.kioto.net.UdpSocket;
import dev.kioto.stream.Sink;
import dev.kioto.stream.Stream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Datagrams as frames, with the addresses that they come from and go to.
///
/// ```java
/// try (var framed = UdpFramed.of(UdpSocket.bind(address), new LinesCodec())) {
///   for (var line : framed.iterate()) {
///     framed.send(new UdpFrame<>("got " + line.frame(), line.address())).await();
///   }
/// }
/// ```
///
/// A datagram may have several frames; a frame is in one datagram, whose end is an end to the decoder. The stream has no end. Each
/// item is sent as one datagram.
///
/// **Failures.** After a [FrameException] the stream goes on, with the next frame of the datagram or, where
/// [FrameException#goesOn] says that there is none, with the next datagram; [#outcomes] makes items of them. After any other failure
/// it is over, and answers its end. A datagram whose send fails is given up, and the items after can be sent.
///
/// **Cancellation.** A `next()` that is dropped loses nothing. Of what is sent see [Sink]; no more than one item ever waits.
///
/// It owns the socket. One task or thread at a time. After tokio-util's `udp/frame.rs`.
///
/// @param <D> the type of the frames that come in
/// @param <E> the type of the items that go out
public final class UdpFramed<D, E> implements Stream<UdpFrame<D>>, Sink<UdpFrame<E>> {
  private static final int LONGEST_DATAGRAM = 64 * 1024;

  private final UdpSocket socket;
  private final Decoder<? extends D> decoder;
  private final Encoder<? super E> encoder;
  private final FrameBuffer received = new FrameBuffer(LONGEST_DATAGRAM);
  private final FrameBuffer waiting = new FrameBuffer();

  // Both: the thread that reads. The sender is null when its datagram has been read to the end.
  private @Nullable InetSocketAddress sender;
  private boolean over;

  // The thread that sends. Null when nothing waits.
  private @Nullable InetSocketAddress receiver;

  private UdpFramed(UdpSocket socket, Decoder<? extends D> decoder, Encoder<? super E> encoder) {
    this.socket = Objects.requireNonNull(socket, "socket");
    this.decoder = Objects.requireNonNull(decoder, "decoder");
    this.encoder = Objects.requireNonNull(encoder, "encoder");
  }

  /// A socket with a codec for both directions.
  public static <D, E, C extends Decoder<D> & Encoder<E>> UdpFramed<D, E> of(UdpSocket socket, C codec) {
    return of(socket, codec, codec);
  }

  /// A socket with a decoder and an encoder.
  public static <D, E> UdpFramed<D, E> of(UdpSocket socket, Decoder<? extends D> decoder, Encoder<? super E> encoder) {
    return new UdpFramed<>(socket, decoder, encoder);
  }

  // --- receiving ---

  @Override
  public Poll<@Nullable UdpFrame<D>> pollNext(Context cx) {
    while (!over) {
      var from = sender;
      if (from == null) {
        if (!receive(cx)) {
          return Poll.pending();
        }
      } else {
        D frame = decode();
        if (frame != null) {
          return Poll.ready(new UdpFrame<>(frame, from));
        }
        datagramOver();
      }
    }
    return Poll.ready(null);
  }

  private boolean receive(Context cx) {
    over = true; // if it throws
    var room = received.room();
    int before = room.position();
    sender = socket.pollRecvFrom(cx, room);
    if (sender != null) {
      received.filled(room.position() - before);
    }
    over = false;
    return sender != null;
  }

  private @Nullable D decode() {
    over = true; // if it throws
    try {
      D frame = decoder.decodeEof(received);
      over = false;
      return frame;
    } catch (FrameException e) {
      over = false;
      if (!e.goesOn()) {
        datagramOver();
      }
      throw e;
    }
  }

  private void datagramOver() {
    received.clear();
    sender = null;
  }

  /// The frames, and the failures that are frames' own, as items: for loops and adapters, which take what is thrown for the end. It is
  /// another view of this stream, which it owns.
  public Stream<Outcome<UdpFrame<D>>> outcomes() {
    return new Outcomes<>(this, true);
  }

  // --- sending ---

  @Override
  public boolean pollReady(Context cx) {
    return pollFlush(cx);
  }

  /// {@inheritDoc}
  ///
  /// @throws IllegalArgumentException when the address is not resolved
  /// @throws IllegalStateException when the item before has not been sent
  @Override
  public void startSend(UdpFrame<E> item) {
    if (receiver != null) {
      throw new IllegalStateException("a datagram to " + receiver
          + " waits to be sent: an item is given when pollReady has answered true");
    }
    if (item.address().isUnresolved()) {
      throw new IllegalArgumentException("the address " + item.address() + " is not resolved");
    }
    boolean done = false;
    try {
      encoder.encode(item.frame(), waiting);
      receiver = item.address();
      done = true;
    } finally {
      if (!done) {
        waiting.clear();
      }
    }
  }

  @Override
  public boolean pollFlush(Context cx) {
    var to = receiver;
    if (to == null) {
      return true;
    }
    boolean kept = false;
    try {
      kept = send(cx, waiting.content(), to);
      return !kept;
    } finally {
      if (!kept) {
        receiver = null;
        waiting.clear();
      }
    }
  }

  // Whether it has to wait.
  private boolean send(Context cx, ByteBuffer datagram, InetSocketAddress to) {
    return socket.pollSendTo(cx, datagram, to) == AsyncWrite.PENDING;
  }

  /// The same as [#pollFlush]: a socket for datagrams has nobody to tell.
  @Override
  public boolean pollShutdown(Context cx) {
    return pollFlush(cx);
  }

  // --- ---

  /// The socket.
  public UdpSocket socket() {
    return socket;
  }

  /// Gives up what was received and not taken, and what waits to be sent, and closes the socket.
  @Override
  public void close() {
    over = true;
    datagramOver();
    receiver = null;
    waiting.clear();
    socket.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    var to = receiver;
    trace.detail(to == null ? "a datagram of " + socket : "a datagram of " + socket + ", or room for one to " + to);
  }

  @Override
  public String toString() {
    return "UdpFramed of " + socket;
  }
}
