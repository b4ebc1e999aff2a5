package dev.kioto.sync;

import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the ends of a watch channel share: the newest value with its version, and who holds an end.
///
/// @param <T> the type of the value
@SuppressWarnings("ReferenceEquality") // of values the identity is meant
final class WatchChannel<T> implements ReceiversGone.Channel {

  /*
   * The word `current` refers to a value, its version and whether the channel has ended. They change together, so that
   * who reads the word has the version that belongs to the value, and cannot see the end and miss the last value.
   *
   *   (v, n, open)  -> (v', n+1, open)  // send, by CAS; then wake all that wait
   *   (v, n, open)  -> (v, n, ended)    // close of the last sender, by CAS; then wake all that wait; final
   *
   * A send that comes from a handle which another thread closes just now may find the channel ended, and is refused.
   *
   * A receiver has seen version s. It looks at the word: another version is news; the same, and ended, is the end; the
   * same, and open: it waits, by the rules of Waiters. The word is volatile and is written before the wake.
   *
   * Modifiers run between the read of the word and the CAS, which fails when somebody got in between; then they run
   * again. So no lock is held over the code of others, and what throws has changed nothing.
   *
   * Happens-before: send to who sees the value, by the word. Versions do not wrap: 2^63 sends take centuries.
   */

  /// A version that no value has.
  static final long NEVER = -1;

  /// The newest value.
  ///
  /// @param version how many were sent before it
  /// @param ended whether it is the last
  record Current<T>(T value, long version, boolean ended) {}

  private static final ResourceType<WatchChannel<?>> TYPE = ResourceType.of("Watch", ResourceKind.SYNC,
      (channel, out) -> out.set("version", channel.current.version()).set("receivers", channel.receivers)
          .set("senders", channel.senders).set("closed", channel.current.ended()));

  private static final VarHandle CURRENT = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "current",
      VarHandle.class, WatchChannel.class, Current.class);
  private static final VarHandle RECEIVERS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "receivers",
      VarHandle.class, WatchChannel.class, int.class);
  private static final VarHandle SENDERS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "senders",
      VarHandle.class, WatchChannel.class, int.class);

  private final Observed observed = Observed.of(TYPE);
  private final Waiters changes = new Waiters();
  private final Waiters departures = new Waiters();

  // As the table says.
  private volatile Current<T> current;

  // By getAndAdd.
  private volatile int receivers;

  // By CAS; zero is final.
  private volatile int senders = 1;

  WatchChannel(T initial) {
    current = new Current<>(initial, 0, false);
  }

  Current<T> current() {
    return current;
  }

  int senders() {
    return senders;
  }

  @Override
  public int receivers() {
    return receivers;
  }

  Waiters changes() {
    return changes;
  }

  @Override
  public Waiters departures() {
    return departures;
  }

  @Override
  public @Nullable Resource resource() {
    return observed.resource(this);
  }

  /// @return the value before
  T replace(T value) {
    while (true) {
      var before = open(value);
      if (put(before, value)) {
        return before.value();
      }
    }
  }

  /// @param always whether the object that the modifier was given counts as a new value
  /// @return whether there is a new value
  boolean modify(UnaryOperator<T> modifier, boolean always) {
    while (true) {
      var before = open(null);
      T value = Objects.requireNonNull(modifier.apply(before.value()), "a modifier returned null: values are not null");
      if (!always && value == before.value()) {
        return false;
      }
      if (put(before, value)) {
        return true;
      }
    }
  }

  private Current<T> open(@Nullable T unsent) {
    var before = current;
    if (before.ended()) {
      throw new ChannelClosedException("the value was not sent: this sender of a watch channel was closed before",
          unsent);
    }
    return before;
  }

  private boolean put(Current<T> before, T value) {
    if (!CURRENT.compareAndSet(this, before, new Current<>(value, before.version() + 1, false))) {
      return false;
    }
    changes.wakeAll();
    return true;
  }

  /// Counts one more sender, unless the last has left.
  boolean join() {
    while (true) {
      int n = senders;
      if (n == 0) {
        return false;
      }
      if (SENDERS.compareAndSet(this, n, n + 1)) {
        return true;
      }
    }
  }

  void leave() {
    if ((int) SENDERS.getAndAdd(this, -1) != 1) {
      return;
    }
    Current<T> last;
    do {
      last = current;
    } while (!CURRENT.compareAndSet(this, last, new Current<>(last.value(), last.version(), true)));
    changes.wakeAll();
    if (receivers == 0) {
      observed.close();
    }
  }

  void addReceivers(int more) {
    if ((int) RECEIVERS.getAndAdd(this, more) + more != 0) {
      return;
    }
    departures.wakeAll();
    if (senders == 0) {
      observed.close();
    }
  }

  /// For people; a moment old.
  @Override
  public String toString() {
    var now = current;
    return "watch channel at version " + now.version() + (now.ended() ? ", ended, " : ", ") + senders + " senders, "
        + receivers + " receivers";
  }
}
