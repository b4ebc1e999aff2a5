package dev.kioto.bench.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What a server does with one connection: reads into [#in], and writes what [#answer] makes of it. One at a time, so each
/// conversation belongs to whoever serves its connection.
interface Conversation {
  /// Room for what comes next: a buffer that it has, or takes from [Buffers].
  ByteBuffer in();

  /// Gives the buffer back: nothing is in it that was not written, and nothing is expected at once.
  void rest();

  /// Takes what was read into [#in].
  ///
  /// @return what to write, of which all is to be written before the next read; it may be empty
  /// @throws IOException when what was read makes no sense
  ByteBuffer answer() throws IOException;

  /// Whether the connection ends with the last answer.
  boolean isOver();
}
