package dev.kioto.codec;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.Io;
import dev.kioto.stream.Sink;
import dev.kioto.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A connection whose two directions are frames: a [FramedRead] and a [FramedWrite] in one, with what these say of failures,
/// cancellation and back-pressure.
///
/// ```java
/// try (var framed = Framed.of(connection, new LinesCodec())) {
///   for (var line : framed.iterate()) {
///     framed.send(line.toUpperCase(Locale.ROOT)).await();
///   }
/// }
/// ```
///
/// It owns the connection: [#close] closes it, and a loop over [#iterate] does at the end of what comes in. Where more is to be sent
/// after that end, the loop is one over [#reader]. One task or thread at a time; to use the directions from two, [#reader] and
/// [#writer] give one each, provided that decoder and encoder share no state, as those of this package do not. After tokio-util's
/// `codec/framed.rs`.
///
/// @param <D> the type of the frames that come in
/// @param <E> the type of the items that go out
public final class Framed<D, E> implements Stream<D>, Sink<E> {
  private final Object io;
  private final FramedRead<D> reader;
  private final FramedWrite<E> writer;

  private Framed(Object io, FramedRead<D> reader, FramedWrite<E> writer) {
    this.io = io;
    this.reader = reader;
    this.writer = writer;
  }

  /// A connection with a codec for both directions.
  public static <S extends AsyncRead & AsyncWrite, D, E, C extends Decoder<D> & Encoder<E>> Framed<D, E> of(S io,
      C codec) {
    return of(io, codec, codec);
  }

  /// A connection with a decoder and an encoder.
  public static <S extends AsyncRead & AsyncWrite, D, E> Framed<D, E> of(S io, Decoder<? extends D> decoder,
      Encoder<? super E> encoder) {
    return new Framed<>(io, new FramedRead<>(io, decoder, new FrameBuffer(), false),
        new FramedWrite<>(io, encoder, new FrameBuffer(), false));
  }

  /// The same connection with another codec from here on, as after a handshake: bytes that have been read already are for that one,
  /// and what waits to be written is written first. This object is not to be used any more.
  public <D2, E2, C extends Decoder<D2> & Encoder<E2>> Framed<D2, E2> withCodec(C codec) {
    return new Framed<>(io, reader.<D2>withDecoder(codec), writer.<E2>withEncoder(codec));
  }

  /// The direction that comes in. To close it does not close the connection.
  public FramedRead<D> reader() {
    return reader;
  }

  /// The direction that goes out. To close it does not close the connection; to shut it down ends this direction alone.
  public FramedWrite<E> writer() {
    return writer;
  }

  /// See [FramedRead#outcomes].
  public Stream<Outcome<D>> outcomes() {
    return new Outcomes<>(this, false);
  }

  @Override
  public Future<@Nullable D> next() {
    return reader.next();
  }

  @Override
  public Future<@Nullable Void> feed(E item) {
    return writer.feed(item);
  }

  @Override
  public Future<@Nullable Void> send(E item) {
    return writer.send(item);
  }

  @Override
  public Future<@Nullable Void> flush() {
    return writer.flush();
  }

  @Override
  public Future<@Nullable Void> shutdown() {
    return writer.shutdown();
  }

  @Override
  public Poll<@Nullable D> pollNext(Context cx) {
    return reader.pollNext(cx);
  }

  @Override
  public boolean pollReady(Context cx) {
    return writer.pollReady(cx);
  }

  @Override
  public void startSend(E item) {
    writer.startSend(item);
  }

  @Override
  public boolean pollFlush(Context cx) {
    return writer.pollFlush(cx);
  }

  @Override
  public boolean pollShutdown(Context cx) {
    return writer.pollShutdown(cx);
  }

  /// Gives up what has been read and not taken, and what waits to be written, and closes the connection, if it can be closed.
  @Override
  public void close() {
    reader.close();
    writer.close();
    Io.close(io);
  }

  /// Says what both directions are at.
  @Override
  public void describe(AwaitTrace trace) {
    trace.part(reader, reader::describe);
    trace.part(writer, writer::describe);
  }

  @Override
  public String toString() {
    return "Framed of " + io;
  }
}
