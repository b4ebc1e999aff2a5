package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value that is set once, by whoever comes first, and that any number of tasks may wait for. Follows Tokio's
/// `sync/set_once.rs`. Where those who want the value are to make it, see [OnceCell].
///
/// Works inside and outside a runtime; every method may be called by any thread and none of them blocks. To wait with a
/// plain thread, [Future#await] what they return. What was done before the value was set is visible to who gets it.
///
/// @param <T> the type of the value
public final class SetOnce<T> {

  /*
   *     null -> value      // set: one CAS, then notifies all that wait
   *
   * Who waits makes a notification future, then looks for the value, then waits: it sees the value, or its future was made
   * before the notification, which reaches it (see Notify).
   */

  private static final ResourceType<SetOnce<?>> TYPE = ResourceType.of("SetOnce", ResourceKind.SYNC,
      (once, out) -> out.set("set", once.isSet()));
  private static final VarHandle VALUE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "value",
      VarHandle.class, SetOnce.class, Object.class);

  private final Notify isSet = Notify.ofAnother();
  private final Observed observed = Observed.of(TYPE);

  // By CAS from null, once.
  private volatile @Nullable Object value;

  /// One without a value.
  public SetOnce() {}

  /// One that has its value.
  ///
  /// @throws NullPointerException when `value` is null
  public static <T> SetOnce<T> of(T value) {
    var once = new SetOnce<T>();
    once.set(value);
    return once;
  }

  /// Sets the value, and wakes all that wait for it, unless there is one already.
  ///
  /// @return whether this is the value now
  /// @throws NullPointerException when `value` is null
  public boolean set(T value) {
    if (!VALUE.compareAndSet(this, (Object) null, Objects.requireNonNull(value, "value"))) {
      return false;
    }
    isSet.notifyWaiters();
    return true;
  }

  /// The value; nothing as long as none was set.
  public Optional<T> get() {
    return Optional.ofNullable(value());
  }

  /// Whether there is a value. Never changes back.
  public boolean isSet() {
    return value != null;
  }

  /// Waits for the value.
  ///
  /// Cancellation: when it is dropped, or its [Future#await] is interrupted, nothing is lost.
  public Future<T> waitUntilSet() {
    return new Wait<>(this);
  }

  @SuppressWarnings("unchecked") // set() alone writes it
  private @Nullable T value() {
    return (T) value;
  }

  private static final class Wait<T> extends Operation<T> {
    private final SetOnce<T> once;

    // The polling thread only; null before the first poll and when this is over.
    private Notify.@Nullable Notified isSet;

    Wait(SetOnce<T> once) {
      this.once = once;
    }

    @Override
    protected String source() {
      return "SetOnce::wait";
    }

    @Override
    protected @Nullable Resource resource() {
      return once.observed.resource(once);
    }

    @Override
    protected Poll<T> step(Context cx) {
      while (true) {
        var told = isSet;
        T known = once.value();
        if (known != null) {
          giveUp();
          return Poll.ready(known);
        }
        if (told == null) {
          isSet = once.isSet.notified();
        } else if (!told.poll(cx).isReady()) {
          return Poll.pending();
        } else {
          isSet = null;
        }
      }
    }

    @Override
    protected void giveUp() {
      if (isSet != null) {
        isSet.drop();
        isSet = null;
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a value that " + (once.isSet() ? "is set" : "was not set yet"));
    }
  }
}
