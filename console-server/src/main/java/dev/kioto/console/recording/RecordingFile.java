package dev.kioto.console.recording;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A recording that is read. Safe for use by any thread. A file that is still being written shows what was written when
/// it was opened.
public final class RecordingFile implements AutoCloseable {

  private static final int FIRST_ROOM = 1 << 20; // bytes: what blocks have but for a huge message
  private static final int MEMORY_SHARE = 8; // a block may have one part in so many of the memory that there is
  private static final long ALWAYS_READ = 16 << 20; // bytes

  private final Path path;
  private final FileChannel file;
  private final RecordingHeader header;
  private final List<RecordingIndex.Place> blocks;
  private final boolean isWhole;
  private final long rest;
  private final long lastAt;

  private RecordingFile(Path path, FileChannel file) throws IOException {
    this.path = path;
    this.file = file;
    var read = RecordingHeader.read(file, path);
    header = read.header();
    var index = RecordingIndex.read(file, read.end());
    isWhole = index != null;
    blocks = index != null ? index : RecordingIndex.scan(file, read.end());
    rest = isWhole ? 0 : file.size() - (blocks.isEmpty() ? read.end() : blocks.getLast().end());
    lastAt = blocks.stream().mapToLong(block -> block.head().lastAt()).max().orElse(0);
  }

  /// Opens a file.
  ///
  /// @throws RecordingException if it is none, is of another version, or has not one whole block
  public static RecordingFile open(Path path) throws IOException {
    FileChannel file;
    try {
      file = FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new RecordingException("There is no file " + path, e);
    }
    try {
      return new RecordingFile(path, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// What it says of itself.
  public RecordingHeader header() {
    return header;
  }

  /// Whether it was ended as it should be. Of one that was not, everything up to the last whole block is here.
  public boolean isWhole() {
    return isWhole;
  }

  /// What is after the last whole block, in bytes, and cannot be read. 0 when all is well.
  public long lostBytes() {
    return rest;
  }

  /// How many blocks it has.
  public int blocks() {
    return blocks.size();
  }

  /// How many messages it has, but for copies of what was told before.
  public long messages() {
    return blocks.stream().filter(block -> !block.head().is(BlockHead.COPY)).mapToLong(block -> block.head().messages())
        .sum();
  }

  /// When the first message was received, in nanoseconds since 1970; 0 when there is none.
  public long firstAt() {
    return blocks.isEmpty() ? 0 : blocks.getFirst().head().firstAt();
  }

  /// When the last message was received, in nanoseconds since 1970; 0 when there is none. Where the clock went back while it
  /// was recorded, the latest instant of all.
  public long lastAt() {
    return lastAt;
  }

  /// When the first message of a block was received.
  public long blockAt(int block) {
    return blocks.get(block).head().firstAt();
  }

  /// Whether playing can start at a block: it begins a connection.
  public boolean isStart(int block) {
    return blocks.get(block).head().is(BlockHead.START);
  }

  /// Whether all that was known then is told from a block on: who begins there knows as much as who began before.
  public boolean isKey(int block) {
    return isStart(block) && isPartOfKey(block);
  }

  /// Whether a block is part of telling all that was known.
  public boolean isPartOfKey(int block) {
    return blocks.get(block).head().is(BlockHead.KEY);
  }

  /// Whether a block tells nothing that was not told before it: who plays on passes it over.
  public boolean isCopy(int block) {
    return blocks.get(block).head().is(BlockHead.COPY);
  }

  /// The messages of a block, in their order.
  ///
  /// @throws RecordingException if it is damaged
  public List<RecordedMessage> read(int block) throws IOException {
    var place = blocks.get(block);
    requireRoom(place.head(), block);
    try {
      var bytes = Bytes.read(file, place.offset(), BlockHead.BYTES + place.head().storedLength());
      int end = bytes.limit();
      if (!place.head().equals(BlockHead.decode(bytes))
          || place.head().storedChecksum() != BlockHead.checksum(bytes, BlockHead.BYTES, end)) {
        throw damaged(block, null);
      }
      return messages(inflate(bytes, place.head()), place.head(), block);
    } catch (EOFException | DataFormatException | BufferUnderflowException e) {
      throw damaged(block, e);
    }
  }

  private void requireRoom(BlockHead head, int block) throws RecordingException {
    long most = Math.max(ALWAYS_READ, Runtime.getRuntime().maxMemory() / MEMORY_SHARE);
    int claimed = Math.max(head.rawLength(), head.storedLength());
    if (claimed <= most) return;
    throw new RecordingException(path + " cannot be read here: block " + (block + 1) + " of " + blocks.size() + " has "
        + (claimed >> 20) + " MiB, and more than " + (most >> 20)
        + " MiB are not read with this much memory: start Java with a larger -Xmx");
  }

  // What a head claims is not believed: room is made as the bytes come.
  private static ByteBuffer inflate(ByteBuffer stored, BlockHead head) throws DataFormatException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(stored.slice(BlockHead.BYTES, head.storedLength()));
      var raw = new byte[Math.min(head.rawLength(), FIRST_ROOM)];
      int at = 0;
      while (at < head.rawLength()) {
        if (at == raw.length) raw = Arrays.copyOf(raw, (int) Math.min(head.rawLength(), 2L * at));
        int more = inflater.inflate(raw, at, raw.length - at);
        if (more == 0) throw new DataFormatException("ends early");
        at += more;
      }
      return ByteBuffer.wrap(raw, 0, at);
    } finally {
      inflater.end();
    }
  }

  private List<RecordedMessage> messages(ByteBuffer raw, BlockHead head, int block) throws RecordingException {
    var messages = new ArrayList<RecordedMessage>();
    long at = head.firstAt();
    for (int i = 0; i < head.messages(); i++) {
      int kind = (int) Varints.read(raw);
      at += Varints.read(raw);
      long length = Varints.read(raw);
      if (length < 0 || length > raw.remaining()) throw damaged(block, null);
      var bytes = new byte[(int) length];
      raw.get(bytes);
      messages.add(new RecordedMessage(kind, at, bytes));
    }
    return messages;
  }

  private RecordingException damaged(int block, @Nullable Exception cause) {
    var message = path + " is damaged: block " + (block + 1) + " of " + blocks.size() + ", at byte "
        + blocks.get(block).offset() + ", does not match its checksum";
    return cause == null ? new RecordingException(message) : new RecordingException(message, cause);
  }

  /// Its path.
  @Override
  public String toString() {
    return path.toString();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // nothing was written
    }
  }
}
