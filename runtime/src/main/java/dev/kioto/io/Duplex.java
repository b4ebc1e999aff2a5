package dev.kioto.io;

/// The two ends of a connection in memory, see [Io#duplex].
public record Duplex(DuplexStream a, DuplexStream b) {
  static Duplex of(int capacity) {
    var forth = new Pipe(Bytes.checkCapacity(capacity));
    var back = new Pipe(capacity);
    return new Duplex(new DuplexStream(back, forth), new DuplexStream(forth, back));
  }
}
