package dev.kioto.console.collector;

import dev.kioto.console.trace.TraceSink;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.TraceChunk;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A file of events on this machine, as a program dumps it, compressed. Its layout is at `TraceChunk` in `console.proto`.
public final class EventFile {

  static final byte[] MAGIC = "KIOTRACE".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;

  private EventFile() {
  }

  /// Writes the events of a dump, in place of a file that is there. What is on the disk is whole, or not there.
  ///
  /// @throws IOException if it cannot be written, or the program broke off
  public static void write(Path path, Dump dump) throws IOException {
    boolean isWhole = false;
    try (var out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(path)))) {
      dump.writeTo(out);
      isWhole = true;
    } finally {
      if (!isWhole) Files.deleteIfExists(path);
    }
  }

  /// Passes the events of a file on, in their order.
  ///
  /// @throws IOException if it cannot be read, is no such file, or is damaged; what came before that was passed on
  public static void read(Path path, TraceSink sink) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(path))))) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC) || in.readInt() != VERSION) {
        throw new IOException(path + " is no file of events of version " + VERSION);
      }
      var about = Description.parseDelimitedFrom(in);
      if (about == null) throw new EOFException(path + " ends early");
      var decoder = new TraceDecoder(sink);
      for (var chunk = TraceChunk.parseDelimitedFrom(in); chunk != null; chunk = TraceChunk.parseDelimitedFrom(in)) {
        decoder.take(chunk);
      }
    }
  }
}
