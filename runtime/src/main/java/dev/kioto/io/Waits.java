package dev.kioto.io;

import dev.kioto.future.Waker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Those who wait for a stream that blocks, each once. All of it guarded by the lock of its owner.
final class Waits {
  private final List<Wait> waiting = new ArrayList<>(1);

  /// One who waits: each future has its own.
  static final class Wait {
    private @Nullable Waker waker; // null when it is in no list
  }

  void add(Wait wait, Waker waker) {
    if (wait.waker == null) {
      waiting.add(wait);
    }
    wait.waker = waker;
  }

  void remove(Wait wait) {
    if (wait.waker != null) {
      waiting.remove(wait);
      wait.waker = null;
    }
  }

  /// The wakers of all, who wait no more: to be woken without the lock.
  List<Waker> takeAll() {
    var wakers = new ArrayList<Waker>(waiting.size());
    for (var wait : waiting) {
      if (wait.waker != null) {
        wakers.add(wait.waker);
        wait.waker = null;
      }
    }
    waiting.clear();
    return wakers;
  }
}
