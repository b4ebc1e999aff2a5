package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Future;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A number of permits, each to be held by one task at a time: limits how many do something at once. Follows Tokio's
/// `sync/semaphore.rs`.
///
/// It is fair: tasks are served in the order in which they first polled, also one that wants many permits before one that
/// wants few. While it is first in the queue it collects permits as they come back, and nobody gets one past it.
///
/// ```java
/// var slots = new Semaphore(3);
/// try (var permit = slots.acquire().await()) {
///   download(file);
/// }
/// ```
///
/// A future that keeps permits from one poll to the next closes them in its [Future#drop], as of a [Mutex].
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks. To wait with a
/// plain thread, [Future#await] what they return. What was done under a permit before it was closed is visible to who
/// gets it next.
public final class Semaphore {
  /// The most permits that a semaphore may have free.
  public static final int MAX_PERMITS = BatchSemaphore.MAX_PERMITS;

  private static final ResourceType<Semaphore> TYPE = ResourceType.of("Semaphore", ResourceKind.SYNC,
      Semaphore::describe);

  private final BatchSemaphore permits;
  private final Holders holders = new Holders();
  private final Observed observed = Observed.of(TYPE);

  /// @param permits how many are free at first, 0 to [#MAX_PERMITS]
  /// @throws IllegalArgumentException when `permits` is negative
  public Semaphore(int permits) {
    this.permits = new BatchSemaphore(permits);
  }

  /// Waits for a permit: as [#acquireMany] of one.
  public Future<SemaphorePermit> acquire() {
    return new Acquire(this, 1, "Semaphore::acquire");
  }

  /// Waits for several permits at once. The task takes its place in the queue at the first poll. More than there will ever
  /// be are waited for forever; none are had at once.
  ///
  /// Cancellation: a future that is dropped, or whose [Future#await] is interrupted, leaves the queue, and the permits that
  /// it had collected go on to the next. Acquiring anew starts at the end of the queue.
  ///
  /// The future throws [SemaphoreClosedException] when the semaphore is closed or becomes so while it waits.
  ///
  /// @return the permits, to be closed by whoever gets them, all at once
  /// @throws IllegalArgumentException when `wanted` is negative
  public Future<SemaphorePermit> acquireMany(int wanted) {
    return new Acquire(this, requireCount("permits to acquire", wanted), "Semaphore::acquire_many");
  }

  /// Takes a permit if one is free that nobody waits for; never waits.
  ///
  /// @throws SemaphoreClosedException when the semaphore is closed
  public Optional<SemaphorePermit> tryAcquire() {
    return tryAcquireMany(1);
  }

  /// Takes several permits if that many are free and nobody waits for them; never waits.
  ///
  /// @return nothing when too few are free
  /// @throws IllegalArgumentException when `wanted` is negative
  /// @throws SemaphoreClosedException when the semaphore is closed
  public Optional<SemaphorePermit> tryAcquireMany(int wanted) {
    return switch (permits.tryAcquire(requireCount("permits to acquire", wanted))) {
      case ACQUIRED -> Optional.of(permit(wanted));
      case SHORT -> Optional.empty();
      case CLOSED -> throw new SemaphoreClosedException();
    };
  }

  /// Makes new permits. Those who wait get them first. Also possible after [#close], where they are counted only.
  ///
  /// @throws IllegalArgumentException when `added` is negative
  /// @throws IllegalStateException when more than [#MAX_PERMITS] would be free; nothing is added then
  public void addPermits(int added) {
    permits.release(requireCount("permits to add", added));
  }

  /// Takes free permits away for good; those that are given out stay so. See [SemaphorePermit#forget] for one of those.
  ///
  /// @param forgotten how many at most
  /// @return how many were free and are gone
  /// @throws IllegalArgumentException when `forgotten` is negative
  public int forgetPermits(int forgotten) {
    return permits.forget(requireCount("permits to forget", forgotten));
  }

  /// How many permits are free now; an estimate by the time it is read. None are while somebody waits.
  public int availablePermits() {
    return permits.permits();
  }

  /// Ends the semaphore: who waits, and who asks from now on, gets a [SemaphoreClosedException]. Permits that are given out
  /// stay valid. Closing again does nothing.
  public void close() {
    permits.close();
  }

  /// Whether [#close] was called.
  public boolean isClosed() {
    return permits.isClosed();
  }

  /// Makes an object of permits that were acquired.
  SemaphorePermit permit(int count) {
    var permit = new SemaphorePermit(this, count);
    if (count > 0) {
      holders.add(permit, observed.resource(this));
    }
    return permit;
  }

  /// A permit object is over and its permits go back.
  void release(SemaphorePermit permit, int count) {
    holders.remove(permit);
    permits.release(count);
  }

  /// A permit object is over and its permits are not given back.
  void forget(SemaphorePermit permit) {
    holders.remove(permit);
  }

  static int requireCount(String what, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("the number of " + what + " must not be negative, was " + count);
    }
    return count;
  }

  private void describe(Attributes out) {
    out.set("permits", availablePermits()).set("closed", isClosed());
    holders.describe(out);
  }

  private static final class Acquire extends PermitOperation<SemaphorePermit> {
    private final Semaphore semaphore;
    private final int wanted;
    private final String source;

    Acquire(Semaphore semaphore, int wanted, String source) {
      super(semaphore.permits, wanted);
      this.semaphore = semaphore;
      this.wanted = wanted;
      this.source = source;
    }

    @Override
    SemaphorePermit acquired() {
      return semaphore.permit(wanted);
    }

    @Override
    RuntimeException closed() {
      return new SemaphoreClosedException();
    }

    @Override
    protected String source() {
      return source;
    }

    @Override
    protected @Nullable Resource resource() {
      return semaphore.observed.resource(semaphore);
    }

    @Override
    public void describe(AwaitTrace trace) {
      String what = wanted + " of a semaphore's permits, " + semaphore.availablePermits() + " are free";
      long holder = semaphore.holders.any();
      if (holder != 0) {
        trace.task(holder, what + ", task " + holder + " holds some");
      } else {
        trace.detail(what);
      }
    }
  }
}
