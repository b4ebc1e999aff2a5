package dev.kioto.process;

import dev.kioto.driver.Uncaught;
import dev.kioto.future.BriefLock;
import dev.kioto.future.Waker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a child ended, and who waits for that. Any thread.
final class ExitCell {
  private final BriefLock lock = new BriefLock();

  // Both guarded by the lock: who waits looks for the status and enters the list in one step, so that who sets it finds them all.
  private final List<Exit> waiting = new ArrayList<>(1);
  private @Nullable ExitStatus status;

  /// The status; or null, and the waker will be woken.
  @Nullable ExitStatus poll(Exit exit, Waker waker) {
    lock.lock();
    try {
      if (status == null) {
        if (exit.waker == null) {
          waiting.add(exit);
        }
        exit.waker = waker;
      }
      return status;
    } finally {
      lock.unlock();
    }
  }

  void forget(Exit exit) {
    lock.lock();
    try {
      if (exit.waker != null) {
        waiting.remove(exit);
        exit.waker = null;
      }
    } finally {
      lock.unlock();
    }
  }

  void set(ExitStatus ended) {
    var wakers = new ArrayList<Waker>();
    lock.lock();
    try {
      status = ended;
      for (var exit : waiting) {
        if (exit.waker != null) {
          wakers.add(exit.waker);
          exit.waker = null;
        }
      }
      waiting.clear();
    } finally {
      lock.unlock();
    }
    wakers.forEach(Uncaught::wake);
  }
}
