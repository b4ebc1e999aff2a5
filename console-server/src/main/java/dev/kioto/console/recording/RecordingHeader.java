package dev.kioto.console.recording;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32C;

/// What a recording says of itself at its start.
///
/// ```
/// "KIOTOREC" 8 | version 4 | length 4 | address, name, writer: UTF each; started at, nanoseconds 8 | checksum 4
/// ```
///
/// The first two never change, so that any version can tell any other. Numbers are big-endian; the checksum (CRC-32C) is
/// of everything before it.
///
/// @param address where the program was reached
/// @param name the program's name when the recording began; its address when it was not reached yet
/// @param writer the version of Kioto that wrote it
/// @param startedAt when the recording began
public record RecordingHeader(String address, String name, String writer, Instant startedAt) {

  /// The version of the format that is written, and the highest that is read.
  public static final int VERSION = 1;

  private static final long MAGIC = 0x4B494F544F524543L; // "KIOTOREC"
  private static final int PREFIX = 16; // bytes up to and with the length
  private static final int LONGEST = 256 << 10;

  byte[] encode() throws IOException {
    var body = new ByteArrayOutputStream();
    var out = new DataOutputStream(body);
    out.writeUTF(cut(address));
    out.writeUTF(cut(name));
    out.writeUTF(cut(writer));
    out.writeLong(nanos(startedAt));
    var whole = ByteBuffer.allocate(PREFIX + body.size() + 4);
    whole.putLong(MAGIC).putInt(VERSION).putInt(body.size()).put(body.toByteArray());
    return whole.putInt(checksum(whole.array(), PREFIX + body.size())).array();
  }

  /// A header and where it ends.
  record Read(RecordingHeader header, long end) {
  }

  static Read read(FileChannel file, Path path) throws IOException {
    try {
      var prefix = Bytes.read(file, 0, PREFIX);
      if (prefix.getLong() != MAGIC) throw new RecordingException(path + " is not a recording of Kioto");
      int version = prefix.getInt();
      if (version != VERSION) throw newer(path, version);
      int length = prefix.getInt();
      if (length < 0 || length > LONGEST) throw damaged(path);
      var whole = Bytes.read(file, 0, PREFIX + length + 4).array();
      if (ByteBuffer.wrap(whole).getInt(PREFIX + length) != checksum(whole, PREFIX + length)) throw damaged(path);
      var in = new DataInputStream(new ByteArrayInputStream(whole, PREFIX, length));
      var header = new RecordingHeader(in.readUTF(), in.readUTF(), in.readUTF(), instant(in.readLong()));
      return new Read(header, PREFIX + length + 4L);
    } catch (EOFException e) {
      throw new RecordingException(path + " ends before its first block: it is cut, or no recording of Kioto", e);
    }
  }

  private static RecordingException newer(Path path, int version) {
    return new RecordingException(
        path + " is a recording of format version " + version + ", and this Kioto reads version "
            + VERSION + ": open it with the version of Kioto that wrote it, or a later one");
  }

  private static RecordingException damaged(Path path) {
    return new RecordingException(path + " is damaged: its header does not match its checksum");
  }

  private static int checksum(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static String cut(String text) {
    return text.length() <= 4096 ? text : text.substring(0, 4096);
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
