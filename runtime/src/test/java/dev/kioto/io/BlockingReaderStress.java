package dev.kioto.io;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A read that somebody gave up brings its bytes while somebody else begins to read.
public final class BlockingReaderStress {
  private BlockingReaderStress() {}

  /// Who reads gets what is there, or is woken, and never starts a second read beside the first.
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the bytes were there")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits beside the bytes, or read past them")
  @State
  public static class AnswerVsRead {
    private final AtomicReference<Runnable> thread = new AtomicReference<>();
    private final BlockingReader reader = new BlockingReader(new ByteArrayInputStream(new byte[] {7}), "bytes",
        thread::set);
    private final AtomicInteger wakes = new AtomicInteger();

    public AnswerVsRead() {
      var givenUp = reader.read(ByteBuffer.allocate(1));
      givenUp.poll(() -> () -> {});
      givenUp.drop();
    }

    @Actor
    public void answer() {
      thread.getAndSet(() -> {}).run();
    }

    @Actor
    public void read(ZZ_Result r) {
      var into = ByteBuffer.allocate(1);
      r.r1 = reader.read(into).poll(() -> wakes::incrementAndGet).isReady() && into.get(0) == 7;
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }

  /// The same where who reads looks before it enters the list and not after. Must show "false, false".
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits beside the bytes")
  @State
  public static class AnswerVsReadBroken {
    private volatile byte bytes;
    private volatile @Nullable Runnable waiting;
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void answer() {
      bytes = 7;
      var waker = waiting;
      if (waker != null) {
        waker.run();
      }
    }

    @Actor
    public void read(ZZ_Result r) {
      r.r1 = bytes == 7;
      Thread.onSpinWait();
      if (!r.r1) {
        waiting = wakes::incrementAndGet;
      }
    }

    @Arbiter
    public void arbiter(ZZ_Result r) {
      r.r2 = wakes.get() > 0;
    }
  }
}
