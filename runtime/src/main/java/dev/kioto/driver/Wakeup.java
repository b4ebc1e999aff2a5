package dev.kioto.driver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Ends the sleep of a thread that may sleep in a selector, which the permit of [LockSupport] does not end. Any thread.
public final class Wakeup {
  /*
   * A thread makes itself known here, and then looks whether something has come for it before it selects; who wakes it writes
   * what has come, and then looks here. All of it volatile: so either the thread sees what has come, or it is found.
   */
  private static final Map<Thread, IoDriver> SELECTING = new ConcurrentHashMap<>();

  // Set before the first thread selects, never cleared: spares the look where no channel was ever registered.
  private static volatile boolean anySelects;

  private Wakeup() {}

  /// A thread that selects often, and knows for which driver: it spares the map.
  public abstract static class SelectingThread extends Thread {
    private volatile @Nullable IoDriver selects; // this thread writes, and leaves what it wrote last

    protected SelectingThread(Runnable work, String name, long stackSize) {
      super(null, work, name, stackSize, false);
    }
  }

  static void selects(Thread thread, IoDriver driver) {
    anySelects = true;
    if (thread instanceof SelectingThread own) {
      own.selects = driver;
    } else {
      SELECTING.put(thread, driver);
    }
  }

  static void selectsNoMore(Thread thread) {
    if (!(thread instanceof SelectingThread)) {
      SELECTING.remove(thread);
    }
  }

  /// Unparks a thread, if there is one, also from the selector of a driver.
  public static void unpark(@Nullable Thread thread) {
    LockSupport.unpark(thread);
    if (anySelects && thread != null) {
      var driver = thread instanceof SelectingThread own ? own.selects : SELECTING.get(thread);
      if (driver != null) {
        driver.wakeUp(thread);
      }
    }
  }
}
