package dev.kioto.io;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/// Races of a pipe in memory: its two sides, of which one goes to sleep, and its end.
final class PipeStress {
  private static final String PENDING = "pending";
  private static final String FAILED = "failed";
  private static final String END = "end";

  private PipeStress() {}

  // What was read, as its bytes one after the other.
  private static Object look(HandPolled<Integer> operation, @Nullable ByteBuffer bytes) {
    try {
      if (!(operation.poll() instanceof Poll.Ready<Integer>(var n))) {
        return PENDING;
      }
      return n == AsyncRead.END ? END : bytes == null ? "written" : shown(bytes);
    } catch (UncheckedIOException _) {
      return FAILED;
    }
  }

  private static Object lookIfWoken(HandPolled<Integer> operation, @Nullable ByteBuffer bytes) {
    return operation.wakes() == 0 ? PENDING : look(operation, bytes);
  }

  private static String shown(ByteBuffer bytes) {
    var shown = new StringBuilder();
    for (int i = 0; i < bytes.position(); i++) {
      shown.append(bytes.get(i));
    }
    return shown.toString();
  }

  private static void write(Simplex simplex, byte... bytes) {
    HandPolled.of(simplex.writer().write(ByteBuffer.wrap(bytes))).value();
  }

  /// The reader goes to sleep while bytes come.
  @JCStressTest
  @Outcome(id = "12, null", expect = Expect.ACCEPTABLE, desc = "written first")
  @Outcome(id = "pending, 12", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside the bytes, or reads what was not written")
  @State
  public static class ReaderSleepsVsWrite {
    private final Simplex simplex = Io.simplex(2);
    private final ByteBuffer into = ByteBuffer.allocate(4);
    private final HandPolled<Integer> read = HandPolled.of(simplex.reader().read(into));

    @Actor
    public void write() {
      PipeStress.write(simplex, (byte) 1, (byte) 2);
    }

    @Actor
    public void read(LL_Result r) {
      r.r1 = look(read, into);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = lookIfWoken(read, into);
      }
    }
  }

  /// The same with a waker that is left without another look. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"written, null", "pending, written"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside the bytes")
  @State
  public static class ReaderSleepsVsWriteBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable Waker reader;
    private volatile long put;

    @Actor
    public void write() {
      put = 2;
      var waiting = reader;
      if (waiting != null) {
        waiting.wake();
      }
    }

    @Actor
    public void read(LL_Result r) {
      if (put > 0) {
        r.r1 = "written";
      } else {
        reader = wakes::incrementAndGet;
        r.r1 = PENDING;
      }
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = wakes.get() == 0 ? PENDING : "written";
      }
    }
  }

  /// The writer goes to sleep before a full pipe while it is read.
  @JCStressTest
  @Outcome(id = "written, null, 12", expect = Expect.ACCEPTABLE, desc = "read first")
  @Outcome(id = "pending, written, 12", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside room, or writes over what is read")
  @State
  public static class WriterSleepsVsRead {
    private final Simplex simplex = Io.simplex(2);
    private final ByteBuffer into = ByteBuffer.allocate(2);
    private final HandPolled<Integer> write = HandPolled.of(simplex.writer().write(ByteBuffer.wrap(new byte[] {3, 4})));

    public WriterSleepsVsRead() {
      PipeStress.write(simplex, (byte) 1, (byte) 2);
    }

    @Actor
    public void read(LLL_Result r) {
      r.r3 = look(HandPolled.of(simplex.reader().read(into)), into);
    }

    @Actor
    public void write(LLL_Result r) {
      r.r1 = look(write, null);
    }

    @Arbiter
    public void arbiter(LLL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = lookIfWoken(write, null);
      }
    }
  }

  /// The same where the position is moved after the look whether anybody waits. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"written, null", "pending, written"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside room")
  @State
  public static class WriterSleepsVsReadBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable Waker writer;
    private volatile long taken;

    @Actor
    public void read() {
      var waiting = writer;
      Thread.onSpinWait();
      taken = 2;
      if (waiting != null) {
        waiting.wake();
      }
    }

    @Actor
    public void write(LL_Result r) {
      if (taken == 0) {
        writer = wakes::incrementAndGet;
      }
      r.r1 = taken > 0 ? "written" : PENDING;
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = wakes.get() == 0 ? PENDING : "written";
      }
    }
  }

  /// A writer writes and ends while the reader looks, and looks again.
  @JCStressTest
  @Outcome(id = {"12, end", "12, pending", "pending, 12", "pending, pending"}, expect = Expect.ACCEPTABLE,
      desc = "the bytes, and then the end")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the end before the bytes")
  @State
  public static class EndVsRead {
    private final Simplex simplex = Io.simplex(2);

    @Actor
    public void writeAndEnd() {
      PipeStress.write(simplex, (byte) 1, (byte) 2);
      simplex.writer().close();
    }

    @Actor
    public void readTwice(LL_Result r) {
      r.r1 = read();
      r.r2 = read();
    }

    private Object read() {
      var into = ByteBuffer.allocate(2);
      return look(HandPolled.of(simplex.reader().read(into)), into);
    }
  }

  /// The same where the end is looked for after the bytes. Must show "end".
  @JCStressTest
  @Outcome(id = {"12", "pending"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "end", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the end before the bytes")
  @State
  public static class EndVsReadBroken {
    private volatile long put;
    private volatile boolean ended;

    @Actor
    public void writeAndEnd() {
      put = 2;
      ended = true;
    }

    @Actor
    public void read(L_Result r) {
      boolean nothing = put == 0;
      Thread.onSpinWait();
      r.r1 = !nothing ? "12" : ended ? END : PENDING;
    }
  }

  /// The reader is closed while the writer goes to sleep before a full pipe.
  @JCStressTest
  @Outcome(id = "failed, null", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "pending, failed", expect = Expect.ACCEPTABLE, desc = "slept and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits for a reader that is gone")
  @State
  public static class CloseVsWriterSleeps {
    private final Simplex simplex = Io.simplex(1);
    private final HandPolled<Integer> write = HandPolled.of(simplex.writer().write(ByteBuffer.wrap(new byte[] {3})));

    public CloseVsWriterSleeps() {
      PipeStress.write(simplex, (byte) 1);
    }

    @Actor
    public void close() {
      simplex.reader().close();
    }

    @Actor
    public void write(LL_Result r) {
      r.r1 = look(write, null);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = lookIfWoken(write, null);
      }
    }
  }

  /// The same where who waits is woken before the end is marked. Must show "pending, pending".
  @JCStressTest
  @Outcome(id = {"failed, null", "pending, failed"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "pending, pending", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits for a reader that is gone")
  @State
  public static class CloseVsWriterSleepsBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable Waker writer;
    private volatile boolean refused;

    @Actor
    public void close() {
      var waiting = writer;
      if (waiting != null) {
        waiting.wake();
      }
      Thread.onSpinWait();
      refused = true;
    }

    @Actor
    public void write(LL_Result r) {
      if (!refused) {
        writer = wakes::incrementAndGet;
      }
      r.r1 = refused ? FAILED : PENDING;
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if (PENDING.equals(r.r1)) {
        r.r2 = wakes.get() == 0 ? PENDING : FAILED;
      }
    }
  }
}
