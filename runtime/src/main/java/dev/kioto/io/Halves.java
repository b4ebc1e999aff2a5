package dev.kioto.io;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What the two halves of a split stream share: the stream, and who polls it. Any thread.
///
/// @param <S> the type of the stream
final class Halves<S extends AsyncRead & AsyncWrite> {
  /*
   *   free -> POLLED -> free    // one poll; whoever finds POLLED spins a little, and then asks for another poll
   *
   * No lock: a worker that queued up for one would stop, and the half that holds it may be on a virtual thread that needs this
   * worker to go on. The polls are ordered by the release and the acquire of the word, so the stream need not be of threads.
   *
   * The closing is counted apart: 0 or 1 for each half, by its own `closed`. The last one closes the stream.
   */
  static final int READ_CLOSED = 1;
  static final int WRITE_CLOSED = 1 << 1;
  static final int JOINED = 1 << 2;

  private static final int SPINS = 100; // a guess: a poll that does not call the system
  private static final VarHandle POLLED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "polled",
      VarHandle.class, Halves.class, boolean.class);
  private static final VarHandle OVER = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "over",
      VarHandle.class, Halves.class, int.class);

  final S stream;

  // By CAS from false; to false by release.
  @SuppressWarnings("UnusedVariable")
  private boolean polled;

  // Bits, set once each.
  private volatile int over;

  Halves(S stream) {
    this.stream = stream;
  }

  /// Takes the right to poll.
  ///
  /// @return false when the other half is being polled: try again later
  boolean enter() {
    for (int i = 0; !POLLED.compareAndSet(this, false, true); i++) {
      if (i == SPINS) {
        return false;
      }
      Thread.onSpinWait();
    }
    if ((over & JOINED) != 0) {
      leave();
      throw new IllegalStateException("the halves of " + stream + " were joined: use what unsplit() gave");
    }
    return true;
  }

  void leave() {
    POLLED.setRelease(this, false);
  }

  void join() {
    OVER.getAndBitwiseOr(this, JOINED);
  }

  /// @param half [#READ_CLOSED] or [#WRITE_CLOSED]
  void close(int half) {
    int before = (int) OVER.getAndBitwiseOr(this, half);
    if ((before & half) == 0 && (before | half) == (READ_CLOSED | WRITE_CLOSED)) {
      Bytes.close(stream);
    }
  }
}
