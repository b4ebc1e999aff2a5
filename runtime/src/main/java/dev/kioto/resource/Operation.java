package dev.kioto.resource;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// A future that is an operation on a resource, and tells the probe of it when the resource is observed.
///
/// @param <T> the type of the value
public abstract class Operation<T extends @Nullable Object> implements Future<T> {

  // The polling thread; null as long as the resource is not observed.
  private @Nullable OperationRecord observed;

  protected Operation() {}

  /// The type and the method, as its users know them: `Mutex::lock`.
  protected abstract String source();

  /// What it is an operation on, null when that is not observed. Asked by the polling thread until it has told, and only when
  /// some runtime is observed.
  protected abstract @Nullable Resource resource();

  /// What [Future#poll] does.
  protected abstract Poll<T> step(Context cx);

  /// What [Future#drop] does.
  protected void giveUp() {}

  /// What is to be done once the probe knows that the operation is over, as ending a resource that was there for it alone. One
  /// that nobody observed may be over without it.
  protected void over() {}

  /// Writes down the operation's own figures, as the permits that it wants. Any thread, at any time.
  protected void describe(Attributes out) {}

  @Override
  public final Poll<T> poll(Context cx) {
    return ResourceHost.isObserving() ? pollObserved(cx) : step(cx);
  }

  private Poll<T> pollObserved(Context cx) {
    var told = observed;
    if (told == null) {
      var resource = resource();
      if (resource == null || !resource.registry().isWanted()) {
        return step(cx);
      }
      told = new OperationRecord(this, resource);
      observed = told;
    }
    told.pollStarted();
    Poll<T> poll;
    try {
      poll = step(cx);
    } catch (Throwable e) {
      told.ended(false);
      over();
      throw e;
    }
    boolean ready = poll != null && poll.isReady();
    told.pollEnded(ready);
    if (ready) {
      over();
    }
    return poll;
  }

  /// What comes is another operation on the resource, of which the probe is told: for futures that can be used again. One that
  /// waits goes on waiting. The polling thread.
  protected final void again() {
    var told = observed;
    if (told != null) {
      observed = told.succeeded();
    }
  }

  @Override
  public final void drop() {
    try {
      giveUp();
    } finally {
      var told = observed;
      if (told != null) {
        told.ended(false);
      }
      over();
    }
  }
}
