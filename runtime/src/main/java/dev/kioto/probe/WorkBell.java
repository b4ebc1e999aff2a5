package dev.kioto.probe;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Wakes threads that look at runtimes again and again, and that rest while nothing is polled, when a worker goes to work: once each, so
/// that a worker that works on pays nothing. Whoever goes to work looks at one field.
///
/// A thread that wants to rest does so in two steps, or it may miss a worker:
///
/// 1. it calls [#listen], looks at the runtimes, and looks at them again some milliseconds later;
/// 2. when nobody was at work at either look, nothing was polled between them and the bell did not ring, it parks for as long as it likes.
///
/// It need not take that back when it is up again for another reason: the bell then rings for it once in vain.
public final class WorkBell {
  /*
   * listeners:  none -> some   // listen: a thread is about to rest
   *             some -> more
   *             some -> none   // ring: whoever takes them unparks them
   *
   * Changed by CAS alone, so nobody is lost whoever comes at the same time: it is still listening, or was unparked after it had listened.
   *
   * A worker first writes that it works, opaque, and then reads the listeners; a thread that rests first listens and then reads what
   * workers do. No fence orders the worker's write before its read, for it would be paid at each unpark: so both may miss the other once. The
   * worker's write is not lost by that, it is late: it waits in a store buffer for less than a microsecond, and is there at the
   * second look, which comes milliseconds after the thread began to listen. A worker that is parked again by then has polled, and its
   * count of polls says so. A worker that reads the listeners later than that finds the thread there, and unparks it.
   */
  private static final VarHandle LISTENERS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "listeners",
      VarHandle.class, WorkBell.class, Listener.class);
  private static final WorkBell OF_PROCESS = new WorkBell(); // after what it links

  // Any thread, by CAS.
  private volatile @Nullable Listener listeners;

  private record Listener(Thread thread, @Nullable Listener next) {
    boolean isOrIsBefore(Thread wanted) {
      return thread.equals(wanted) || (next != null && next.isOrIsBefore(wanted));
    }
  }

  /// A bell that nobody rings so far.
  public WorkBell() {
    // What is called first is linked first, which takes memory: a worker may ring for the first time when there is none.
    ringForAll();
  }

  /// The bell that the workers of all runtimes of this process ring.
  public static WorkBell ofProcess() {
    return OF_PROCESS;
  }

  /// Has a thread unparked by the next ring. Does nothing when it listens already. Any thread.
  public void listen(Thread thread) {
    while (true) {
      var before = listeners;
      if ((before != null && before.isOrIsBefore(thread))
          || LISTENERS.compareAndSet(this, before, new Listener(thread, before))) {
        return;
      }
    }
  }

  /// Whether a thread listens, and the bell has not rung since. Any thread.
  public boolean hasListener(Thread thread) {
    var all = listeners;
    return all != null && all.isOrIsBefore(thread);
  }

  /// Unparks all that listen. Called by a worker that goes to work, after it has said so, and by whoever has something else to tell.
  ///
  /// @return how many
  public int ring() {
    return listeners == null ? 0 : ringForAll();
  }

  private int ringForAll() {
    int rung = 0;
    for (var one = (Listener) LISTENERS.getAndSet(this, (Listener) null); one != null; one = one.next()) {
      LockSupport.unpark(one.thread());
      rung++;
    }
    return rung;
  }
}
