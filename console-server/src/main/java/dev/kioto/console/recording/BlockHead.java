package dev.kioto.console.recording;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The head of a block, before its compressed messages.
///
/// ```
/// "KBLK" 4 | stored length 4 | raw length 4 | messages 4 | first at 8 | last at 8 | flags 4 | checksum of the stored 4
///   | checksum of the head 4
/// ```
///
/// @param storedLength bytes of the compressed messages
/// @param rawLength bytes of the messages
/// @param firstAt when the first message was received, in nanoseconds since 1970; the last likewise
/// @param flags [#START], [#KEY], [#COPY]
/// @param storedChecksum CRC-32C
record BlockHead(int storedLength, int rawLength, int messages, long firstAt, long lastAt, int flags,
    int storedChecksum) {

  static final int BYTES = 44;
  // A message has up to 256 MiB, and a block has one such at most.
  static final int LARGEST_RAW = 320 << 20;
  // What does not compress gets a little longer.
  private static final int LARGEST_STORED = LARGEST_RAW + (1 << 20);
  private static final int MOST_MESSAGES = 1 << 20; // the writer's blocks of a MiB have a third of that at most
  private static final int MAGIC = 0x4B424C4B; // "KBLK"

  /// The first message begins a connection: playing can start here, with what is told from here on.
  static final int START = 1;
  /// All that was known is told, over this block and those after it that have the flag and are no start.
  static final int KEY = 2;
  /// What is told was told before: who plays on passes it over. A version that does not know the flag takes it for another connection.
  static final int COPY = 4;

  boolean is(int flag) {
    return (flags & flag) != 0;
  }

  void encode(ByteBuffer out) {
    int from = out.position();
    out.putInt(MAGIC).putInt(storedLength).putInt(rawLength).putInt(messages).putLong(firstAt).putLong(lastAt)
        .putInt(flags).putInt(storedChecksum);
    out.putInt(checksum(out, from, out.position()));
  }

  /// Reads a head; null when the bytes are none.
  static @Nullable BlockHead decode(ByteBuffer in) {
    int from = in.position();
    if (in.getInt(from + BYTES - 4) != checksum(in, from, from + BYTES - 4) || in.getInt() != MAGIC) return null;
    var head = new BlockHead(in.getInt(), in.getInt(), in.getInt(), in.getLong(), in.getLong(),
        in.getInt(), in.getInt());
    boolean makesSense = head.storedLength >= 0 && head.storedLength <= LARGEST_STORED && head.rawLength >= 0
        && head.rawLength <= LARGEST_RAW && head.messages > 0 && head.messages <= MOST_MESSAGES
        && head.lastAt >= head.firstAt;
    return makesSense ? head : null;
  }

  static int checksum(ByteBuffer bytes, int from, int to) {
    var crc = new CRC32C();
    crc.update(bytes.array(), bytes.arrayOffset() + from, to - from);
    return (int) crc.getValue();
  }
}
