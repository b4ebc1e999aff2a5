package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.TraceReader;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.TraceChunk;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A file of events.
///
/// ```text
/// "KIOTRACE"   version (4 bytes, big-endian, now 1)   Description   TraceChunk   TraceChunk ...
/// ```
///
/// The messages are those of `dev.kioto.console.v1`, each after its length as a varint. The description has no capabilities
/// and no recorder. A file that was cut, with its program for one, is read up to its last whole message.
public final class TraceFile {
  private static final byte[] MAGIC = "KIOTRACE".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  // A message is of 1 MiB and a little.
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  private TraceFile() {}

  /// Writes all events of a reader, and closes it.
  ///
  /// @throws IOException when the file cannot be written; what was written stays
  public static void write(Path file, Program program, TraceReader reader, LongSupplier nanoTime) throws IOException {
    var clock = new WireClock(nanoTime.getAsLong(), Instant.now());
    try (reader; var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.write(MAGIC);
      out.writeInt(VERSION);
      WireProgram.describe(program).build().writeDelimitedTo(out);
      var chunks = new TraceChunks(clock);
      while (!reader.isAtEnd()) {
        reader.next(chunks);
        for (var chunk : chunks.take(nanoTime.getAsLong())) {
          chunk.writeDelimitedTo(out);
        }
      }
    }
  }

  /// Reads a file, handing over the chunks in their order.
  ///
  /// @throws IOException when the file cannot be read, or is none of these
  public static Contents read(Path file, Consumer<TraceChunk> chunks) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      var program = Description.parseFrom(header(file, in));
      while (true) {
        var message = next(file, in);
        if (message.state() != State.WHOLE) {
          return new Contents(program, message.state() == State.CUT);
        }
        chunks.accept(TraceChunk.parseFrom(message.bytes()));
      }
    }
  }

  private static byte[] header(Path file, DataInputStream in) throws IOException {
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw new IOException(file + " is not a trace: it does not begin with KIOTRACE");
    }
    var version = in.readNBytes(Integer.BYTES);
    if (version.length == Integer.BYTES && ByteBuffer.wrap(version).getInt() != VERSION) {
      throw new IOException(
          file + " is a trace of version " + ByteBuffer.wrap(version).getInt() + ": this program reads "
              + VERSION);
    }
    var program = next(file, in);
    if (program.state() != State.WHOLE) {
      throw new EOFException(file + " ends within its header");
    }
    return program.bytes();
  }

  private static Message next(Path file, DataInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return new Message(State.END, new byte[0]);
    }
    int length = 0;
    int shift = 0;
    for (int next = first;; next = in.read()) {
      if (next < 0) {
        return new Message(State.CUT, new byte[0]);
      }
      length |= (next & 0x7f) << shift;
      shift += 7;
      if (next < 0x80) {
        break;
      }
      if (shift > 28) {
        throw damaged(file);
      }
    }
    if (length < 0 || length > MAX_MESSAGE_BYTES) {
      throw damaged(file);
    }
    var bytes = in.readNBytes(length);
    return new Message(bytes.length == length ? State.WHOLE : State.CUT, bytes);
  }

  private static IOException damaged(Path file) {
    return new IOException(file + " is damaged: it has a message of more than " + MAX_MESSAGE_BYTES + " bytes");
  }

  /// What a file says of itself.
  ///
  /// @param program that wrote it
  /// @param isCut whether it ends within a message
  public record Contents(Description program, boolean isCut) {}

  private enum State {
    WHOLE,
    CUT,
    END
  }

  @SuppressWarnings("ArrayRecordComponent") // passed on at once
  private record Message(State state, byte[] bytes) {}
}
