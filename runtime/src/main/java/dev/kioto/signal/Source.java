package dev.kioto.signal;

import dev.kioto.future.BriefLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One kind of signal, and all who listen to it. Any thread.
final class Source {
  /*
   * idle -> installed   // the first listener: our handler takes the place of the one that was there, which is kept
   * installed -> idle   // the last one has closed: the one that was there is back
   *
   * With the lock, and so one after the other. A signal that the JVM has given to our handler, and that finds no listener by then,
   * goes to the handler that was there: Ctrl-C at the moment of the last close ends the program, as it would just after.
   *
   * The lock is held while the handler is changed, which takes a lock of the JDK's that nobody holds for longer than that.
   */
  private static final Map<SignalKind, Source> SOURCES = new ConcurrentHashMap<>();

  private final SignalKind kind;
  private final Object signal;
  private final Object handler = SystemSignals.handler(_ -> arrived());
  private final BriefLock lock = new BriefLock();

  // All guarded by the lock.
  private final List<Signals> listeners = new ArrayList<>();
  private boolean installed;
  private @Nullable Object before; // what was there before us, or is back; null before the first listener

  private Source(SignalKind kind) {
    this.kind = kind;
    signal = SystemSignals.signal(kind);
  }

  /// The one of a kind.
  ///
  /// @throws IllegalArgumentException when this system has no such signal
  static Source of(SignalKind kind) {
    var known = SOURCES.get(kind);
    if (known != null) {
      return known;
    }
    var made = new Source(kind);
    var first = SOURCES.putIfAbsent(kind, made);
    return first == null ? made : first;
  }

  /// Adds a listener.
  ///
  /// @throws IllegalArgumentException when the JVM does not give the signal away
  void add(Signals listener) {
    lock.lock();
    try {
      if (!installed) {
        before = install();
        installed = true;
      }
      listeners.add(listener);
    } finally {
      lock.unlock();
    }
  }

  private Object install() {
    Object found;
    try {
      found = SystemSignals.install(signal, handler);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          kind + " cannot be listened to: this JVM keeps it for itself, or was started with -Xrs,"
              + " by which it leaves such signals to native code",
          e);
    }
    if (SystemSignals.isNative(found)) {
      SystemSignals.install(signal, found);
      throw new IllegalArgumentException(
          kind + " cannot be listened to: native code of this JVM, or of a library, listens to it");
    }
    return found;
  }

  /// Removes a listener, and with the last one what was done for the first.
  void remove(Signals listener) {
    lock.lock();
    try {
      if (listeners.remove(listener) && listeners.isEmpty()) {
        restore();
      }
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same handler is meant
  private void restore() {
    var kept = before;
    if (kept != null) {
      var found = SystemSignals.install(signal, kept);
      if (found != handler) { // somebody has come after us, and knows nothing of us
        SystemSignals.install(signal, found);
      }
    }
    installed = false;
  }

  // On a thread of the JVM's, made for this signal. Several at a time, when it comes often.
  private void arrived() {
    List<Signals> told;
    Object otherwise;
    lock.lock();
    try {
      told = List.copyOf(listeners);
      otherwise = before;
    } finally {
      lock.unlock();
    }
    boolean heard = false;
    for (var listener : told) {
      heard |= listener.tell(kind);
    }
    if (!heard && otherwise != null) {
      SystemSignals.dispatch(otherwise, signal);
    }
  }
}
