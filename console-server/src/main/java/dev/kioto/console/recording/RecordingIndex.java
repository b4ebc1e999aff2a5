package dev.kioto.console.recording;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
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
    if (footer.getInt() != END || at < firstBlock || at > size - FOOTER - 12 || size - at > Integer.MAX_VALUE)
      return null;
    var bytes = Bytes.read(file, at, (int) (size - FOOTER - at));
    int end = bytes.limit() - 4;
    if (bytes.getInt(end) != BlockHead.checksum(bytes, 0, end) || bytes.getInt() != MAGIC) return null;
    int blocks = bytes.getInt();
    return blocks < 0 || 8 + (long) blocks * ENTRY != end ? null : places(bytes, blocks, at);
  }

  private static @Nullable List<Place> places(ByteBuffer bytes, int blocks, long end) {
    var places = new ArrayList<Place>(blocks);
    for (int i = 0; i < blocks; i++) {
      long offset = bytes.getLong();
      var head = BlockHead.decode(bytes);
      if (head == null) return null;
      bytes.position(8 + (i + 1) * ENTRY);
      var place = new Place(offset, head);
      if (offset < 0 || place.end() > end) return null;
      places.add(place);
    }
    return places;
  }

  /// Every whole block from a place on, up to the first that is not.
  static List<Place> scan(FileChannel file, long firstBlock) throws IOException {
    var places = new ArrayList<Place>();
    long offset = firstBlock;
    long size = file.size();
    while (size - offset >= BlockHead.BYTES) {
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
