package dev.kioto.console.recording;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Where the blocks of a recording are.
///
/// At the end of a finished file:
///
/// ```
/// "KIDX" 4 | blocks 4 | place 8 and head 44 of each | checksum 4 | place of the index 8 | "KEND" 4
/// ```
///
/// A file without one, or with a damaged one, is indexed by going from head to head.
final class RecordingIndex {

  private static final int MAGIC = 0x4B494458; // "KIDX"
  private static final int END = 0x4B454E44; // "KEND"
  private static final int ENTRY = 8 + BlockHead.BYTES;
  private static final int FOOTER = 12;
  private static final int CHUNK = 8192 * ENTRY; // bytes that are read at a time

  /// How many blocks are read of a file at most: at one a second that is twelve days. What comes after is not there.
  static final int MOST_BLOCKS = 1 << 20;

  private RecordingIndex() {}

  /// A block in the file.
  ///
  /// @param offset where its head begins
  record Place(long offset, BlockHead head) {
    long end() {
      return offset + BlockHead.BYTES + head.storedLength();
    }
  }

  static ByteBuffer encode(List<Place> blocks, long at) {
    var out = ByteBuffer.allocate(8 + blocks.size() * ENTRY + 4 + FOOTER);
    out.putInt(MAGIC).putInt(blocks.size());
    for (var block : blocks) {
      out.putLong(block.offset());
      block.head().encode(out);
    }
    out.putInt(BlockHead.checksum(out, 0, out.position())).putLong(at).putInt(END);
    return out.flip();
  }

  /// The index at the end of a file, or null when there is none that can be trusted.
  static @Nullable List<Place> read(FileChannel file, long firstBlock) throws IOException {
    long size = file.size();
    if (size < firstBlock + 8 + 4 + FOOTER) return null;
    var footer = Bytes.read(file, size - FOOTER, FOOTER);
    long at = footer.getLong();
    long length = size - FOOTER - at; // with the checksum
    if (footer.getInt() != END || at < firstBlock || length < 12 || (length - 12) % ENTRY != 0) return null;
    long blocks = (length - 12) / ENTRY;
    if (blocks > MOST_BLOCKS) return null;
    var crc = new CRC32C();
    var start = Bytes.read(file, at, 8);
    crc.update(start.duplicate());
    if (start.getInt() != MAGIC || start.getInt() != blocks) return null;
    var places = places(file, at, (int) blocks, firstBlock, crc);
    return Bytes.read(file, size - FOOTER - 4, 4).getInt() == (int) crc.getValue() ? places : null;
  }

  // Blocks are one after the other: what is not so is no index, before anything large was made of it.
  private static @Nullable List<Place> places(FileChannel file, long end, int blocks, long firstBlock, CRC32C crc)
      throws IOException {
    var places = new ArrayList<Place>();
    long next = firstBlock;
    for (long from = 0; from < (long) blocks * ENTRY; from += CHUNK) {
      var bytes = Bytes.read(file, end + 8 + from, (int) Math.min(CHUNK, (long) blocks * ENTRY - from));
      crc.update(bytes.duplicate());
      while (bytes.hasRemaining()) {
        int entry = bytes.position();
        long offset = bytes.getLong();
        var head = BlockHead.decode(bytes);
        if (head == null || offset != next) return null;
        bytes.position(entry + ENTRY);
        var place = new Place(offset, head);
        if (place.end() > end) return null;
        places.add(place);
        next = place.end();
      }
    }
    return next == end ? places : null;
  }

  /// Every whole block from a place on, up to the first that is not.
  static List<Place> scan(FileChannel file, long firstBlock) throws IOException {
    var places = new ArrayList<Place>();
    long offset = firstBlock;
    long size = file.size();
    while (size - offset >= BlockHead.BYTES && places.size() < MOST_BLOCKS) {
      try {
        var head = BlockHead.decode(Bytes.read(file, offset, BlockHead.BYTES));
        if (head == null || size - offset - BlockHead.BYTES < head.storedLength()) break;
        var place = new Place(offset, head);
        places.add(place);
        offset = place.end();
      } catch (EOFException _) {
        break; // somebody cuts it while it is read
      }
    }
    return places;
  }
}
