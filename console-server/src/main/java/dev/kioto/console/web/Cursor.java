package dev.kioto.console.web;

import dev.kioto.console.model.Position;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.CRC32;

/// Where a part of a task list ended, as a text that a client hands back.
///
/// ```
/// base64url( version 1 | checksum 4 | hash of filter and sort 4 | as of 8 | number 8 | id 8 | text )
/// ```
///
/// The checksum is against mistakes, not malice: a forged cursor can do no more than ask for another part of the list.
final class Cursor {

  private static final int VERSION = 1;
  private static final int LONGEST = 8192; // characters

  private Cursor() {}

  static String encode(Position position, String filter, String sort) {
    var payload = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(payload)) {
      out.writeInt(listHash(filter, sort));
      out.writeLong(position.asOf());
      out.writeLong(position.number());
      out.writeLong(position.id());
      out.writeUTF(position.text());
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
    var whole = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(whole)) {
      out.writeByte(VERSION);
      out.writeInt(checksum(payload.toByteArray()));
      payload.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.toByteArray());
  }

  /// @throws Refusal if the cursor was not made for this filter and sort order, or by this server at all
  static Position decode(String cursor, String filter, String sort) {
    if (cursor.length() > LONGEST) throw notACursor(cursor);
    try (var in = new DataInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(cursor)))) {
      if (in.readByte() != VERSION) throw notACursor(cursor);
      int checksum = in.readInt();
      var payload = in.readAllBytes();
      if (checksum != checksum(payload)) throw notACursor(cursor);
      return position(payload, filter, sort);
    } catch (IOException | IllegalArgumentException _) {
      throw notACursor(cursor);
    }
  }

  private static Position position(byte[] payload, String filter, String sort) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(payload));
    if (in.readInt() != listHash(filter, sort)) {
      throw Refusal.cursor("The cursor belongs to a list with another filter or sort order: send those of its first "
          + "part with it, or begin a new list without a cursor");
    }
    long asOf = in.readLong();
    long number = in.readLong();
    long id = in.readLong();
    return new Position(asOf, number, in.readUTF(), id);
  }

  private static Refusal notACursor(String cursor) {
    var shown = cursor.length() > 100 ? cursor.substring(0, 100) + "..." : cursor;
    return Refusal.cursor("'" + shown + "' is not a cursor: send the nextCursor of the part before, or none at all");
  }

  private static int listHash(String filter, String sort) {
    return 31 * filter.hashCode() + sort.hashCode();
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
