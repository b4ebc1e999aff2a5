package dev.kioto.testing;

import dev.kioto.future.Context;
import dev.kioto.future.Waker;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.time.Sleep;
import dev.kioto.time.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The other side of a conversation, by a script: for tests of a protocol.
///
/// ```java
/// var io = IoMock.builder().read("PING\r\n").write("PONG\r\n").await(Duration.ofSeconds(5)).readFails(reset).build();
/// ```
///
/// What is read is what the script has for it; what is written must be what the script expects, in pieces of any size, or the write
/// throws [AssertionError] and says where they differ. A read whose turn has not come waits for the writes before it, and the
/// other way round. After the last step reads are at the end, and a write is an error. Closing it before the script is over throws
/// [AssertionError]. A script that waits is polled inside a runtime. One thread at a time. After tokio-test's `io.rs`.
public final class IoMock implements AsyncRead, AsyncWrite, AutoCloseable {
  private final Queue<Step> script;
  private long read; // bytes, for messages
  private long written;

  // All: the polling thread. The sleep is that of the first step, when that is a wait which has begun.
  private @Nullable Sleep sleep;
  private @Nullable Waker reader;
  private @Nullable Waker writer;

  private IoMock(List<Step> script) {
    this.script = new ArrayDeque<>();
    for (var step : script) {
      this.script.add(step.fresh());
    }
  }

  /// A script without steps.
  public static Builder builder() {
    return new Builder();
  }

  private sealed interface Step {
    record Read(ByteBuffer bytes) implements Step {
      @Override
      public Step fresh() {
        return new Read(bytes.duplicate());
      }
    }

    record Write(ByteBuffer bytes) implements Step {
      @Override
      public Step fresh() {
        return new Write(bytes.duplicate());
      }
    }

    record Wait(Duration duration) implements Step {}

    record ReadFails(IOException failure) implements Step {}

    record WriteFails(IOException failure) implements Step {}

    /// The step for one more mock: what is used up of a buffer is the mock's own.
    default Step fresh() {
      return this;
    }
  }

  /// Writes the script of an [IoMock]. It may build several. One thread.
  public static final class Builder {
    private final List<Step> script = new ArrayList<>();

    private Builder() {}

    /// Then there is something to read.
    public Builder read(byte[] bytes) {
      return add(new Step.Read(copy(bytes)));
    }

    /// The same, of text in UTF-8.
    public Builder read(String text) {
      return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Then this must be written.
    public Builder write(byte[] bytes) {
      return add(new Step.Write(copy(bytes)));
    }

    /// The same, of text in UTF-8.
    public Builder write(String text) {
      return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Then nothing happens for a while.
    ///
    /// @throws IllegalArgumentException when the duration is negative
    public Builder await(Duration duration) {
      if (duration.isNegative()) {
        throw new IllegalArgumentException("the duration of a wait must not be negative, but is " + duration);
      }
      return add(new Step.Wait(duration));
    }

    /// Then a read fails, once, as I/O does: see the package `dev.kioto.io`.
    public Builder readFails(IOException failure) {
      return add(new Step.ReadFails(Objects.requireNonNull(failure, "failure")));
    }

    /// Then a write fails, once.
    public Builder writeFails(IOException failure) {
      return add(new Step.WriteFails(Objects.requireNonNull(failure, "failure")));
    }

    private Builder add(Step step) {
      script.add(step);
      return this;
    }

    private static ByteBuffer copy(byte[] bytes) {
      if (bytes.length == 0) {
        throw new IllegalArgumentException("a step of a script must have at least one byte");
      }
      return ByteBuffer.wrap(bytes.clone());
    }

    /// A mock at the start of the script.
    public IoMock build() {
      return new IoMock(script);
    }
  }

  // --- the conversation ---

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (!pollWait(cx)) {
      return AsyncRead.PENDING;
    }
    return switch (script.peek()) {
      case null -> END;
      case Step.Read(ByteBuffer bytes) -> read(bytes, into);
      case Step.ReadFails(IOException failure) -> {
        next();
        throw AsyncChannel.failed(this, "read", failure);
      }
      case Step.Write _,Step.WriteFails _,Step.Wait _ -> {
        reader = cx.waker();
        yield AsyncRead.PENDING;
      }
    };
  }

  private int read(ByteBuffer bytes, ByteBuffer into) {
    int n = Math.min(bytes.remaining(), into.remaining());
    into.put(bytes.slice(bytes.position(), n));
    bytes.position(bytes.position() + n);
    read += n;
    if (!bytes.hasRemaining()) {
      next();
    }
    return n;
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    if (!from.hasRemaining()) {
      return 0;
    }
    if (!pollWait(cx)) {
      return AsyncWrite.PENDING;
    }
    return switch (script.peek()) {
      case null -> throw new AssertionError("wrote " + text(from) + ", and the script is over after " + written
          + " written bytes");
      case Step.Write(ByteBuffer bytes) -> write(bytes, from);
      case Step.WriteFails(IOException failure) -> {
        next();
        throw AsyncChannel.failed(this, "write", failure);
      }
      case Step.Read _,Step.ReadFails _,Step.Wait _ -> {
        writer = cx.waker();
        yield AsyncWrite.PENDING;
      }
    };
  }

  private int write(ByteBuffer expected, ByteBuffer from) {
    int n = Math.min(expected.remaining(), from.remaining());
    var piece = from.slice(from.position(), n);
    int wrong = piece.mismatch(expected.slice(expected.position(), n));
    if (wrong >= 0) {
      throw new AssertionError("wrote " + text(piece) + ", but the script expects " + text(expected)
          + ": they differ at written byte " + (written + wrong));
    }
    from.position(from.position() + n);
    expected.position(expected.position() + n);
    written += n;
    if (!expected.hasRemaining()) {
      next();
    }
    return n;
  }

  @Override
  public boolean pollShutdown(Context cx) {
    return true;
  }

  // Whether no wait is first in the script.
  private boolean pollWait(Context cx) {
    while (script.peek() instanceof Step.Wait(Duration duration)) {
      var waiting = sleep;
      if (waiting == null) {
        waiting = Time.sleep(duration);
        sleep = waiting;
      }
      if (!waiting.poll(cx).isReady()) {
        return false;
      }
      sleep = null;
      next();
    }
    return true;
  }

  private void next() {
    script.remove();
    var waiting = reader;
    reader = null;
    if (waiting != null) {
      waiting.wake();
    }
    waiting = writer;
    writer = null;
    if (waiting != null) {
      waiting.wake();
    }
  }

  private static String text(ByteBuffer bytes) {
    return "\"" + StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().replace("\r", "\\r").replace("\n", "\\n")
        + "\"";
  }

  /// Ends the conversation.
  ///
  /// @throws AssertionError when the script is not over
  @Override
  public void close() {
    if (sleep != null) {
      sleep.drop();
      sleep = null;
    }
    if (!script.isEmpty()) {
      var left = script.peek();
      script.clear();
      throw new AssertionError(
          "closed after " + read + " read and " + written + " written bytes, before its script was over: "
              + switch (left) {
                case Step.Read(ByteBuffer bytes) -> text(bytes) + " was not read";
                case Step.Write(ByteBuffer bytes) -> text(bytes) + " was not written";
                case Step.Wait(Duration duration) -> "it waits for " + duration;
                case Step.ReadFails _ -> "no read was made to fail";
                case Step.WriteFails _ -> "no write was made to fail";
              });
    }
  }

  @Override
  public String toString() {
    return "IoMock";
  }
}
