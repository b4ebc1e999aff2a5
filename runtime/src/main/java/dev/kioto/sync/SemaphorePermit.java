package dev.kioto.sync;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// Permits of a [Semaphore], held until [#close] gives them back. May be handed to another task and closed there; used by one
/// thread at a time.
public final class SemaphorePermit implements AutoCloseable {
  private static final int OVER = -1;
  private static final VarHandle COUNT = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "count",
      VarHandle.class, SemaphorePermit.class, int.class);

  private final Semaphore semaphore;

  // How many, or OVER, which is final. By CAS, so that what is closed and merged at once from two threads is given back once.
  private volatile int count;

  SemaphorePermit(Semaphore semaphore, int count) {
    this.semaphore = semaphore;
    this.count = count;
  }

  /// How many permits this holds; 0 when it is over.
  public int numPermits() {
    return Math.max(0, count);
  }

  /// Takes over the permits of another one of the same semaphore, which is over then.
  ///
  /// @throws IllegalArgumentException when `other` is this one, or of another semaphore
  /// @throws IllegalStateException when this or `other` is over, or both together hold more than [Semaphore#MAX_PERMITS]
  public void merge(SemaphorePermit other) {
    if (other == this) {
      throw new IllegalArgumentException(
          "a permit cannot be merged with itself: give another one of the same semaphore");
    }
    if (other.semaphore != semaphore) {
      throw new IllegalArgumentException("permits of two semaphores cannot be merged: give one of the same semaphore");
    }
    int held = requireOpen();
    long both = (long) held + other.requireOpen();
    if (both > Semaphore.MAX_PERMITS) {
      throw new IllegalStateException("one permit object holds at most " + Semaphore.MAX_PERMITS
          + " permits, and these would be " + both + ": keep them apart");
    }
    int taken = other.take();
    if (taken == OVER) {
      throw misused();
    }
    if (!COUNT.compareAndSet(this, held, held + taken)) {
      semaphore.release(other, taken);
      throw misused();
    }
    semaphore.forget(other);
  }

  /// Takes some permits out, to be given back by themselves.
  ///
  /// @param permits how many
  /// @return an object of its own for them; nothing, and nothing is changed, when this holds fewer
  /// @throws IllegalArgumentException when `permits` is negative
  /// @throws IllegalStateException when this is over
  public Optional<SemaphorePermit> split(int permits) {
    Semaphore.requireCount("permits to split off", permits);
    int held = requireOpen();
    if (held < permits) {
      return Optional.empty();
    }
    if (!COUNT.compareAndSet(this, held, held - permits)) {
      throw misused();
    }
    return Optional.of(semaphore.permit(permits));
  }

  /// Ends this without giving the permits back: the semaphore has fewer from now on. Does nothing when this is over.
  public void forget() {
    if (take() != OVER) {
      semaphore.forget(this);
    }
  }

  /// Gives the permits back: whoever waited longest gets them. Does nothing when this is over, by a close, a [#forget] or a
  /// [#merge].
  @Override
  public void close() {
    int held = take();
    if (held != OVER) {
      semaphore.release(this, held);
    }
  }

  private int take() {
    return (int) COUNT.getAndSet(this, OVER);
  }

  private int requireOpen() {
    int held = count;
    if (held == OVER) {
      throw new IllegalStateException("a permit was used after it was given back, forgotten or merged: acquire again");
    }
    return held;
  }

  private static IllegalStateException misused() {
    return new IllegalStateException("a permit was used by two threads at once: it is for one at a time");
  }
}
