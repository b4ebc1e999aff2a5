package dev.kioto.console.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/// Writes a recording, block by block. Safe for use by any thread.
///
/// A block is written when it is large or old enough. What ends in between, by a kill or a full disk, leaves a file that
/// opens up to its last whole block: messages of the block that was being filled are lost, [Limits#blockNanos] of them
/// at most as long as [#tick] is called.
public final class RecordingWriter implements AutoCloseable {

  private final Limits limits;
  private final FileChannel file;
  private final Object lock = new Object();

  // All guarded by lock.
  private final List<RecordingIndex.Place> blocks = new ArrayList<>();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Block block = new Block();
  private byte[] stored = new byte[BlockHead.BYTES + (64 << 10)];
  private long end; // of the last whole block
  private long messages;
  private long rawBytes;
  private boolean closed;
  private int pending; // 1 while a message is to be added to the block
  private int lost; // messages that the disk did not take

  /// How large a block gets.
  ///
  /// @param blockBytes of messages, before compression; one message alone may be larger
  /// @param blockNanos from its first message to when it is written
  public record Limits(int blockBytes, long blockNanos) {

    /// A MiB, or a second: a guess that loses little at a kill and still compresses well.
    public static final Limits STANDARD = new Limits(1 << 20, 1_000_000_000L);
  }

  /// Begins a file.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if it is there
  public static RecordingWriter create(Path path, RecordingHeader header, Limits limits) throws IOException {
    var file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      return new RecordingWriter(file, header, limits);
    } catch (IOException e) {
      file.close();
      Files.deleteIfExists(path); // nothing in it
      throw e;
    }
  }

  private RecordingWriter(FileChannel file, RecordingHeader header, Limits limits) throws IOException {
    this.file = file;
    this.limits = limits;
    var head = header.encode();
    Bytes.write(file, ByteBuffer.wrap(head), 0);
    end = head.length;
  }

  /// What a message is to who plays the recording.
  public enum Part {
    /// It goes on from what was told before.
    NEWS(0),
    /// It begins a connection.
    CONNECTION(BlockHead.START),
    /// It begins to tell all that is known, after something was lost.
    KEY_START(BlockHead.START | BlockHead.KEY),
    /// It tells more of that.
    KEY(BlockHead.KEY),
    /// It begins to tell all that is known although nothing was lost: those who play on pass it over.
    COPY_START(BlockHead.START | BlockHead.KEY | BlockHead.COPY),
    /// It tells more of that.
    COPY(BlockHead.KEY | BlockHead.COPY);

    private final int flags;

    Part(int flags) {
      this.flags = flags;
    }

    /// Whether it is the first of several.
    boolean isStart() {
      return (flags & BlockHead.START) != 0;
    }

    boolean isCopy() {
      return (flags & BlockHead.COPY) != 0;
    }

    boolean continues(int blockFlags) {
      int mask = BlockHead.KEY | BlockHead.COPY;
      return !isStart() && (flags & mask) == (blockFlags & mask);
    }
  }

  /// Adds a message.
  ///
  /// @param kind its kind's number, above 0
  /// @throws IOException if the disk is full or fails: the file is then as it was before this block, and takes no more
  public void append(int kind, long atNanos, byte[] message, Part part) throws IOException {
    synchronized (lock) {
      if (closed) throw new IOException("The recording has ended");
      pending = 1;
      boolean fits = block.size() + message.length <= limits.blockBytes() && part.continues(block.flags);
      if (!fits) writeBlock();
      block.add(kind, atNanos, message, part.flags);
      pending = 0;
      if (!part.isCopy()) {
        messages++;
        rawBytes += message.length;
      }
      if (block.size() >= limits.blockBytes()) writeBlock();
    }
  }

  /// Writes the present block, whatever its age, so that whoever opens the file finds it.
  public void flush() throws IOException {
    synchronized (lock) {
      if (!closed) writeBlock();
    }
  }

  /// Writes the present block if it is old enough. To be called now and then.
  ///
  /// @param nowNanos the clock of the messages
  public void tick(long nowNanos) throws IOException {
    synchronized (lock) {
      if (closed || block.messages == 0) return;
      long age = nowNanos - block.firstAt;
      if (age >= limits.blockNanos() || age < 0) writeBlock(); // how old it is is not known when the clock went back
    }
  }

  /// How many messages were added and are not in the file because the disk failed.
  public int lost() {
    synchronized (lock) {
      return lost;
    }
  }

  /// How much was written so far.
  ///
  /// @param messages how many were added
  /// @param rawBytes what they have
  /// @param fileBytes what the file has
  public record Progress(long messages, long rawBytes, long fileBytes) {
  }

  /// How much was written so far.
  public Progress progress() {
    synchronized (lock) {
      return new Progress(messages, rawBytes, end);
    }
  }

  private void writeBlock() throws IOException {
    if (block.messages == 0) return;
    try {
      int length = deflate();
      var head = new BlockHead(length, block.size(), block.messages, block.firstAt, block.lastAt, block.flags,
          BlockHead.checksum(ByteBuffer.wrap(stored), BlockHead.BYTES, BlockHead.BYTES + length));
      head.encode(ByteBuffer.wrap(stored));
      Bytes.write(file, ByteBuffer.wrap(stored, 0, BlockHead.BYTES + length), end);
      var place = new RecordingIndex.Place(end, head);
      blocks.add(place);
      end = place.end();
      block.clear();
    } catch (IOException e) {
      abandon(e);
      throw e;
    }
  }

  private int deflate() {
    deflater.reset();
    deflater.setInput(block.bytes(), 0, block.size());
    deflater.finish();
    int at = BlockHead.BYTES;
    while (!deflater.finished()) {
      if (at == stored.length) stored = Arrays.copyOf(stored, 2 * stored.length);
      at += deflater.deflate(stored, at, stored.length - at);
    }
    return at - BlockHead.BYTES;
  }

  // What was written of the block that failed is taken back: that needs no room.
  private void abandon(IOException failure) {
    closed = true;
    lost = block.messages + pending;
    block.clear();
    deflater.end();
    try (file) {
      file.truncate(end);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /// Ends the file with its index and makes it last. Closing it again does nothing.
  @Override
  public void close() throws IOException {
    synchronized (lock) {
      if (closed) return;
      writeBlock();
      try {
        var index = RecordingIndex.encode(blocks, end);
        Bytes.write(file, index, end);
        file.force(true);
      } catch (IOException e) {
        abandon(e);
        throw e;
      }
      closed = true;
      deflater.end();
      file.close();
    }
  }

  /// The messages of the block that is being filled.
  private static final class Block extends OutputStream {

    private byte[] bytes = new byte[64 << 10];
    private int size;
    private int messages;
    private long firstAt;
    private long lastAt;
    private int flags;

    void add(int kind, long atNanos, byte[] message, int of) {
      if (messages == 0) {
        firstAt = atNanos;
        lastAt = atNanos;
        flags = of;
      }
      long at = Math.max(atNanos, lastAt);
      Varints.write(this, kind);
      Varints.write(this, at - lastAt);
      Varints.write(this, message.length);
      write(message, 0, message.length);
      lastAt = at;
      messages++;
    }

    byte[] bytes() {
      return bytes;
    }

    int size() {
      return size;
    }

    void clear() {
      size = 0;
      messages = 0;
      if (bytes.length > 4 << 20) bytes = new byte[64 << 10]; // one huge message must not stay for good
    }

    @Override
    public void write(int oneByte) {
      ensure(1);
      bytes[size++] = (byte) oneByte;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      ensure(length);
      System.arraycopy(from, offset, bytes, size, length);
      size += length;
    }

    private void ensure(int more) {
      if (bytes.length - size < more) {
        bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) Math.min(2L * bytes.length, 1 << 30)));
      }
    }
  }
}
