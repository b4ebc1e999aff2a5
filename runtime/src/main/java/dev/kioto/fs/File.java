package dev.kioto.fs;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncSeek;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.CopySource;
import dev.kioto.io.IoResource;
import dev.kioto.io.SeekFrom;
import dev.kioto.net.TcpStream;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import dev.kioto.scheduler.Current;
import dev.kioto.scheduler.Scheduler;
import dev.kioto.scheduler.TaskOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A file that is open. Each access is a job of the blocking pool, of at most as many bytes as [#setMaxBufferSize] says: read and
/// write in large pieces, or through a buffered reader or writer.
///
/// ```java
/// try (var file = File.create(path).await()) {
///   file.writeAll(ByteBuffer.wrap(bytes)).await();
///   file.flush().await();
/// }
/// ```
///
/// **Writing.** A write is ready when its bytes are in a buffer of the file, and is done in the background. So the failure of a
/// write is delivered by the next operation, whatever that is, once; [#flush] waits for it, and [#syncAll] until it is on the
/// disk. A close does not wait for it and tells nobody: flush before. A write that has begun is done, also when the file is
/// closed or the runtime shuts down.
///
/// **One task or thread at a time** reads, writes and seeks. Any thread may close, and use what has its own place: [#readAt],
/// [#writeAt], [#sendTo]. Two that use one position get what comes, in some order.
///
/// **Cancellation** loses nothing that was read: a read that is given up leaves it for the next. Where more may be lost, the
/// method says so. What a thread of the pool has begun is done.
///
/// Failures: see the package. After Tokio's `fs/file.rs`.
public final class File implements CopySource, AsyncWrite, AsyncSeek, IoResource, AutoCloseable {
  private static final ResourceType<File> TYPE = ResourceType.of("File", ResourceKind.IO,
      (file, out) -> out.set("path", file.path.toString()).set("position", file.state.position.get(), "bytes")
          .set("bytes_read", file.state.bytesRead.get(), "bytes")
          .set("bytes_written", file.state.bytesWritten.get(), "bytes"));

  static final long NO_POSITION = -1;

  private final Path path;
  private final SharedChannel shared;
  private final FileState state;
  private final Observed observed = Observed.of(TYPE);
  private final AtomicBoolean closed = new AtomicBoolean();

  // The user of pollSeek: the seek that is under way, and where to.
  private @Nullable FileCall<Long, Long> seeking;
  private @Nullable SeekFrom seekingTo;

  File(Path path, SharedChannel shared, @Nullable Scheduler scheduler) {
    this.path = path;
    this.shared = shared;
    this.state = new FileState(this, shared, scheduler);
  }

  // --- opening ---

  /// Opens a file for reading.
  public static Future<File> open(Path path) {
    return options().read(true).open(path);
  }

  /// Opens a file for writing: it is made, or what is in it is removed.
  public static Future<File> create(Path path) {
    return options().write(true).create(true).truncate(true).open(path);
  }

  /// Makes a file that must not exist, and opens it for reading and writing.
  public static Future<File> createNew(Path path) {
    return options().read(true).write(true).createNew(true).open(path);
  }

  /// Options to open a file with; none is on.
  public static OpenOptions options() {
    return OpenOptions.NONE;
  }

  /// Takes over a channel of the JDK, at its position. It is to be used by this file alone from then on.
  ///
  /// @param path what to call it, and where [#metadata] looks
  public static File of(FileChannel channel, Path path) {
    return new File(Objects.requireNonNull(path, "path"),
        new SharedChannel(Objects.requireNonNull(channel, "channel"), false), Current.schedulerOrNull());
  }

  // --- reading, writing, seeking ---

  /// Reads what the system gives at once, at most what fits. What was read for one who gave up is given to the next.
  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    checkOpen("read");
    return state.pollRead(cx, into);
  }

  /// Takes as much of `from` as [#setMaxBufferSize] allows, and writes it in the background. While it is pending it has taken
  /// nothing. Writing to a file that was not opened for it fails at the next operation.
  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return (int) pollWriteVectored(cx, new ByteBuffer[] {from});
  }

  /// Takes as much as [#setMaxBufferSize] allows of all buffers; see [#pollWrite].
  @Override
  public long pollWriteVectored(Context cx, ByteBuffer[] from) {
    checkOpen("write");
    return state.pollWrite(cx, from);
  }

  /// Waits until the system has what was written, or says why it has not.
  @Override
  public boolean pollFlush(Context cx) {
    checkOpen("flush");
    return state.pollFlush(cx);
  }

  /// The same as a flush: a file has no other side.
  @Override
  public boolean pollShutdown(Context cx) {
    return closed.get() || state.pollFlush(cx);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // by which the polls of one seek are told from those of another
  public long pollSeek(Context cx, SeekFrom to) {
    var under = seeking;
    if (under == null || seekingTo != to) {
      under = seekCall(to);
      seeking = under;
      seekingTo = to;
    }
    boolean over = true;
    try {
      if (under.poll(cx) instanceof Poll.Ready<Long>(var there)) {
        return there;
      }
      over = false;
      return AsyncSeek.PENDING;
    } finally {
      if (over) {
        seeking = null;
        seekingTo = null;
      }
    }
  }

  @Override
  public Future<Long> seek(SeekFrom to) {
    return seekCall(Objects.requireNonNull(to, "to"));
  }

  private FileCall<Long, Long> seekCall(SeekFrom to) {
    return new FileCall<>(this, "seek", true, Work.of(() -> seek(shared.channel(), to)), position -> {
      state.position.set(position);
      return position;
    });
  }

  // A job.
  private long seek(FileChannel channel, SeekFrom to) throws IOException {
    long from = switch (to) {
      case SeekFrom.Start _ -> 0;
      case SeekFrom.Current _ -> channel.position();
      case SeekFrom.End _ -> channel.size();
    };
    long position = from + to.offset();
    if (position < 0) { // also when it is too far for a number
      throw new IllegalArgumentException(this + ": there is no place " + to + " when that is from " + from);
    }
    if (!(to instanceof SeekFrom.Current) || to.offset() != 0) {
      channel.position(position);
    }
    return position;
  }

  // --- at a place ---

  /// Reads from a place, whatever the position is, which stays. Several at a time are fine; writes that are still in the
  /// background may be seen or not.
  ///
  /// @return how many bytes, at most what fits; -1 at the end or beyond
  /// @throws IllegalArgumentException when the place is negative
  public Future<Integer> readAt(ByteBuffer into, long position) {
    return new PositionalCall(this, into, true, position);
  }

  /// Writes to a place, whatever the position is, which stays. It is over when the system has the bytes: at most as many as
  /// [#setMaxBufferSize] allows, and all of those. When it is given up they are written all the same, if a thread of the pool has
  /// begun. To a file that was opened to append to, the place means nothing.
  ///
  /// @return how many bytes
  /// @throws IllegalArgumentException when the place is negative
  public Future<Integer> writeAt(ByteBuffer from, long position) {
    return new PositionalCall(this, from, false, position);
  }

  /// Sends a part of the file to a connection, without a copy of it in this process. What was written to the file before goes
  /// with it; the position is not used. Nobody else writes to the connection meanwhile.
  ///
  /// Cancellation: some of the file was sent, and it is not known how much: close the connection.
  ///
  /// @param count at most so many bytes; [Long#MAX_VALUE] for all up to the end
  /// @return how many bytes, less than `count` where the file ends before
  /// @throws IllegalArgumentException when `position` or `count` is negative
  public Future<Long> sendTo(TcpStream stream, long position, long count) {
    return new SendFile(this, stream, position, count);
  }

  /// Copies to a TCP connection as [#sendTo] does, from the position to the end, and leaves the position there. When that is given
  /// up, or fails, the position is where it was. For [dev.kioto.io.Io#copy].
  @Override
  public @Nullable Future<Long> copyTo(AsyncWrite writer) {
    return writer instanceof TcpStream stream ? new CopyToSocket(this, stream) : null;
  }

  // The position, or that there is none, as in a pipe.
  Future<Long> tryPosition() {
    return new FileCall<>(this, "copyTo", true, Work.of(() -> {
      try {
        return shared.channel().position();
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException _) {
        return NO_POSITION;
      }
    }), Function.identity());
  }

  // --- the whole ---

  /// Waits until all that was written is on the disk, the file's metadata included.
  public Future<@Nullable Void> syncAll() {
    return call("syncAll", false, () -> force(true));
  }

  /// Waits until all that was written is on the disk, and what is needed to read it again.
  public Future<@Nullable Void> syncData() {
    return call("syncData", false, () -> force(false));
  }

  private @Nullable Void force(boolean metadata) throws IOException {
    shared.channel().force(metadata);
    return null;
  }

  /// Makes the file so long: cuts it off, or lengthens it by zeros, which take no room on the disk where the file system knows
  /// gaps. The position stays. A file that was opened to append to can only be cut off.
  ///
  /// @throws IllegalArgumentException when the length is negative
  public Future<@Nullable Void> setLen(long length) {
    if (length < 0) {
      throw new IllegalArgumentException("length must be 0 or more, but is " + length);
    }
    return call("setLen", true, () -> cutOrLengthen(shared.channel(), length));
  }

  // A job.
  private @Nullable Void cutOrLengthen(FileChannel channel, long length) throws IOException {
    long position = channel.position();
    if (length <= channel.size()) {
      channel.truncate(length);
      channel.position(position);
      return null;
    }
    if (shared.appends()) {
      throw new IOException("it was opened to append to, and is " + channel.size() + " bytes long, not " + length);
    }
    channel.write(ByteBuffer.allocate(1), length - 1);
    return null;
  }

  /// What the file system says of it: the length is that of the open file, all else is asked of the path that it was opened by,
  /// which may be another's by now. The JDK has no other way.
  public Future<Metadata> metadata() {
    return call("metadata", false, () -> Metadata.read(path).withLength(shared.channel().size()));
  }

  /// Another file on the same channel: they share the position, as the descriptors that Rust clones do, and the channel is closed
  /// by the last of them. Each has a buffer of its own: before the other is used flush one that has written, and [#seek] one of
  /// which a read was given up, which may have moved the channel ahead.
  public Future<File> tryClone() {
    return new FileCall<>(this, "tryClone", true, Work.<@Nullable Void>of(() -> null), _ -> {
      if (!shared.retain()) {
        throw closedFailure("tryClone");
      }
      var clone = new File(path, shared, state.scheduler());
      clone.state.position.set(state.position.get());
      return clone;
    });
  }

  /// Gives the channel back for other uses, at the file's position. The file is closed then, and the channel is not.
  ///
  /// The future throws [IllegalStateException] while there are clones, or operations at a place.
  public Future<FileChannel> intoChannel() {
    return new FileCall<>(this, "intoChannel", true, Work.<@Nullable Void>of(() -> null), _ -> {
      if (!closed.compareAndSet(false, true)) {
        throw closedFailure("intoChannel");
      }
      if (!shared.take()) {
        closed.set(false);
        throw new IllegalStateException(this + " has clones, or operations under way, that use its channel");
      }
      observed.close();
      return shared.channel();
    });
  }

  /// How many bytes a read or a write takes at most: 2 MiB unless it is set. Any thread.
  public int maxBufferSize() {
    return state.maxBufferSize();
  }

  /// Says how many bytes a read or a write takes at most, from the next one on. Any thread.
  ///
  /// @throws IllegalArgumentException when it is less than 1
  public void setMaxBufferSize(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("the size of a buffer must be at least 1, but is " + bytes);
    }
    state.setMaxBufferSize(bytes);
  }

  /// What it was opened by.
  public Path path() {
    return path;
  }

  /// Closes the file, when what is under way is over; nobody is told how that went. Any thread; closing again does nothing.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      shared.release();
      observed.close();
    }
  }

  // --- for its operations ---

  private <T extends @Nullable Object> Future<T> call(String what, boolean rewinds, Work.Call<T> call) {
    return new FileCall<>(this, what, rewinds, Work.of(call), Function.identity());
  }

  FileState state() {
    return state;
  }

  FileChannel channel() {
    return shared.channel();
  }

  @Override
  public @Nullable Resource resource() {
    return observed.resource(this);
  }

  /// Starts a job beside what else is under way.
  <T extends @Nullable Object> FileJob<T> submit(String what, boolean mandatory, Work<T> work) throws IOException {
    var job = new FileJob<>(FileJob.Kind.CALL, shared, 0, work);
    job.submit(state.scheduler(), new TaskOptions(what + " of " + this, mandatory));
    return job;
  }

  void checkOpen(String what) {
    if (closed.get()) {
      throw closedFailure(what);
    }
  }

  private RuntimeException closedFailure(String what) {
    return Failures.of(this, what, new ClosedChannelException());
  }

  @Override
  public String toString() {
    return "File " + path;
  }
}
