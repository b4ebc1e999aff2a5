package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// What may wait for a [RwLock].
final class RwLockOperations {
  private RwLockOperations() {}

  abstract static class Locking<T extends @Nullable Object, G> extends PermitOperation<G> {
    final RwLock<T> lock;

    Locking(RwLock<T> lock, int permits) {
      super(lock.permits, permits);
      this.lock = lock;
    }

    @Override
    protected @Nullable Resource resource() {
      return lock.observed.resource(lock);
    }

    @Override
    public void describe(AwaitTrace trace) {
      long writer = lock.writerTaskId();
      long reader = lock.readers.any();
      if (writer != 0) {
        trace.task(writer, "a lock that task " + writer + " writes");
      } else if (reader != 0) {
        trace.task(reader, "a lock that task " + reader + " reads");
      } else {
        trace.detail(lock.isWriteLocked() ? "a lock that is written" : "a lock that is not written");
      }
    }
  }

  static final class Read<T extends @Nullable Object> extends Locking<T, RwLockReadGuard<T>> {
    Read(RwLock<T> lock) {
      super(lock, 1);
    }

    @Override
    RwLockReadGuard<T> acquired() {
      return lock.readLocked();
    }

    @Override
    protected String source() {
      return "RwLock::read";
    }
  }

  static final class Write<T extends @Nullable Object> extends Locking<T, RwLockWriteGuard<T>> {
    Write(RwLock<T> lock) {
      super(lock, lock.maxReaders);
    }

    @Override
    BatchSemaphore.Acquire request(BatchSemaphore from, int permits) {
      return from.acquireAll(permits);
    }

    @Override
    RwLockWriteGuard<T> acquired() {
      return lock.writeLocked();
    }

    @Override
    protected String source() {
      return "RwLock::write";
    }
  }
}
