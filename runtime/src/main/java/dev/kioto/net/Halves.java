package dev.kioto.net;

/// A stream that was taken apart, for a task that reads and one that writes.
///
/// @param reader for the task that reads
/// @param writer for the task that writes
/// @param <S> the type of the stream
public record Halves<S extends SocketStream>(OwnedReadHalf<S> reader, OwnedWriteHalf<S> writer) {
  static <S extends SocketStream> Halves<S> of(S stream) {
    var state = new HalvesState();
    return new Halves<>(new OwnedReadHalf<>(stream, state), new OwnedWriteHalf<>(stream, state));
  }
}
