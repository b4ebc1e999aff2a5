package dev.kioto.sync;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What the two ends of a oneshot channel share: one word, the value, and the waker of each end. Its receiver is the cell
/// itself, so that a channel is two objects. Follows Tokio's `sync/oneshot.rs`.
///
/// @param <T> the type of the value
abstract class OneshotCell<T extends @Nullable Object> extends Operation<T> {

  /*
   * Who may write the value:
   *
   *     open -> SENDING            // by one sender; any other one is refused from then on
   *
   * How the channel was decided, once:
   *
   *     open -> SENT               // send; the value was written before
   *     open -> SENDER_CLOSED      // the sender is closed without a value
   *     open -> RECEIVER_CLOSED    // the receiver is closed, or dropped, before there was one
   *
   * and what the receiver did about it:
   *
   *     SENT -> SENT TAKEN            // received: who sets TAKEN has the value
   *     SENT -> SENT TAKEN DROPPED    // the receiver was dropped, and the value with it
   *   CLOSED -> CLOSED TAKEN          // was told
   *
   * Each end may wait for the decision: the receiver for the value, the sender's closed() for the end.
   *
   *     waiting end: write its waker; set its WAITS; pending, unless that found the channel decided
   *     who decides: CAS to the decision; wakes the ends whose WAITS it found
   *
   * A WAITS bit makes its waker the decider's: before an end writes another waker there, it clears the bit and looks
   * whether the channel is decided. So nobody reads a waker that is being replaced, and no wake-up is lost: bit and decision
   * are in one word, and either the bit was there when it was decided, or setting it finds the decision.
   *
   * Happens-before: value and wakers are plain. The value travels from the CAS to SENT to the read that finds SENT; a waker
   * from the write of its bit to the CAS that found it.
   */

  static final int SENT = 1;
  static final int SENDER_CLOSED = 1 << 1;
  static final int RECEIVER_CLOSED = 1 << 2;
  static final int DECIDED = SENT | SENDER_CLOSED | RECEIVER_CLOSED;
  static final int TAKEN = 1 << 3;
  static final int DROPPED = 1 << 4;
  static final int RECEIVER_WAITS = 1 << 5;
  static final int SENDER_WAITS = 1 << 6;
  static final int SENDING = 1 << 7; // never cleared

  private static final VarHandle STATE = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "state",
      VarHandle.class, OneshotCell.class, int.class);
  private static final VarHandle OPENED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "opened",
      VarHandle.class, OneshotCell.class, Resource.class);
  private static final ResourceType<OneshotCell<?>> TYPE = ResourceType.of("Sender|Receiver", ResourceKind.SYNC,
      OneshotCell::describeEnds);

  // Changed by CAS only.
  private volatile int state;

  // Of who set SENDING until SENT, then of who sets TAKEN.
  private @Nullable T value;

  // Each: its end's while its WAITS is clear, then of who decides.
  private @Nullable Waker receiver;
  private @Nullable Waker sender;

  // Set once by CAS, by the first operation that is observed.
  private volatile @Nullable Resource opened;

  @Override
  protected final @Nullable Resource resource() {
    var known = opened;
    if (known != null) {
      return known;
    }
    var made = Resource.open(TYPE, this);
    if (made == null || OPENED.compareAndSet(this, null, made)) {
      return made;
    }
    made.end();
    return opened;
  }

  private void describeEnds(Attributes out) {
    int s = state;
    out.set("tx_dropped", (s & (SENT | SENDER_CLOSED)) != 0).set("rx_dropped", (s & (RECEIVER_CLOSED | TAKEN)) != 0)
        .set("value_sent", (s & SENT) != 0)
        .set("value_received", (s & (SENT | TAKEN | DROPPED)) == (SENT | TAKEN));
  }

  final int state() {
    return state;
  }

  final boolean is(int anyOf) {
    return (state & anyOf) != 0;
  }

  /// For people; a moment old.
  final String describeState() {
    int s = state;
    return (s & TAKEN) != 0 ? "over" : (s & SENT) != 0 ? "sent" : (s & DECIDED) != 0 ? "closed" : "open";
  }

  final String describeWait() {
    return "the value of a oneshot channel; it is " + describeState();
  }

  // The sending side

  /// Sends the value.
  ///
  /// @return false when an end was closed before
  /// @throws IllegalStateException when a value was sent before, or another thread is just sending one
  final boolean send(T sent) {
    int found = is(DECIDED) ? state : (int) STATE.getAndBitwiseOr(this, SENDING);
    if ((found & (DECIDED | SENDING)) == 0) {
      value = sent;
      if (decide(SENT)) {
        return true;
      }
      value = null;
      return false;
    }
    if ((found & (SENDER_CLOSED | RECEIVER_CLOSED)) == 0) {
      throw new IllegalStateException(
          "a oneshot channel carries one value, and it was sent already: make a channel for "
              + "each, or send by Mpsc");
    }
    return false;
  }

  final void closeSender() {
    decide(SENDER_CLOSED);
  }

  /// Ready when the channel is decided.
  final Poll<@Nullable Void> pollClosed(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    if (!is(DECIDED) && (registerSender(cx.waker()) & DECIDED) == 0) {
      cx.restoreBudget();
      return Poll.pending();
    }
    return Poll.ready(null);
  }

  final void forgetSender() {
    if ((clear(SENDER_WAITS) & DECIDED) == 0) {
      sender = null;
    }
  }

  // The receiving side

  /// The value, once it is there.
  ///
  /// @throws ChannelClosedException when none will come
  /// @throws IllegalStateException when it was received before
  final Poll<T> pollReceive(Context cx) {
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    int s = state;
    if ((s & DECIDED) == 0) {
      s = registerReceiver(cx.waker());
      if ((s & DECIDED) == 0) {
        cx.restoreBudget();
        return Poll.pending();
      }
    }
    if (set(TAKEN, s)) {
      if ((s & SENT) != 0) {
        return Poll.ready(takeValue());
      }
    } else if ((s & SENT) != 0) {
      throw new IllegalStateException("the value of a oneshot channel is received once, and it was received already");
    }
    throw new ChannelClosedException(
        (s & SENDER_CLOSED) != 0 ? "the sender of a oneshot channel was closed without a value"
            : "the receiver of this oneshot channel was closed before a value was sent");
  }

  final TryRecv<T> tryReceive() {
    int s = state;
    if ((s & DECIDED) == 0) {
      return new TryRecv.Empty<>();
    }
    boolean isFirst = set(TAKEN, s);
    end();
    return isFirst && (s & SENT) != 0 ? new TryRecv.Message<>(takeValue()) : new TryRecv.Ended<>();
  }

  final void closeReceiver() {
    decide(RECEIVER_CLOSED);
  }

  /// Closes the receiving end, and lets go of a value that is there.
  final void dropReceiver() {
    forgetReceiver();
    if (!decide(RECEIVER_CLOSED) && set(TAKEN | DROPPED, state)) {
      value = null;
    }
  }

  /// The receiver has done with it.
  final void end() {
    var known = opened;
    if (known != null) {
      known.end();
    }
  }

  final void forgetReceiver() {
    if ((clear(RECEIVER_WAITS) & DECIDED) == 0) {
      receiver = null;
    }
  }

  @SuppressWarnings("NullAway") // a value that was sent is a T
  private T takeValue() {
    T taken = value;
    value = null;
    return taken;
  }

  // The word

  /// Decides the channel, unless it is decided, and wakes who waits.
  private boolean decide(int outcome) {
    int s = state;
    while ((s & DECIDED) == 0) {
      int found = (int) STATE.compareAndExchange(this, s, s | outcome);
      if (found == s) {
        wakeWaiting(s);
        return true;
      }
      s = found;
    }
    return false;
  }

  private void wakeWaiting(int found) {
    var receiving = (found & RECEIVER_WAITS) != 0 ? receiver : null;
    var sending = (found & SENDER_WAITS) != 0 ? sender : null;
    if (receiving != null) {
      receiver = null;
      receiving.wake();
    }
    if (sending != null) {
      sender = null;
      sending.wake();
    }
  }

  /// @return the state that was found last: decided, or the waker will be woken
  @SuppressWarnings("ReferenceEquality") // two wakers of a task are one object
  private int registerReceiver(Waker waker) {
    if (is(RECEIVER_WAITS)) {
      if (receiver == waker) {
        return state;
      }
      int s = clear(RECEIVER_WAITS);
      if ((s & DECIDED) != 0) {
        return s;
      }
    }
    receiver = waker;
    int s = (int) STATE.getAndBitwiseOr(this, RECEIVER_WAITS);
    if ((s & DECIDED) != 0) {
      receiver = null;
    }
    return s;
  }

  @SuppressWarnings("ReferenceEquality")
  private int registerSender(Waker waker) {
    if (is(SENDER_WAITS)) {
      if (sender == waker) {
        return state;
      }
      int s = clear(SENDER_WAITS);
      if ((s & DECIDED) != 0) {
        return s;
      }
    }
    sender = waker;
    int s = (int) STATE.getAndBitwiseOr(this, SENDER_WAITS);
    if ((s & DECIDED) != 0) {
      sender = null;
    }
    return s;
  }

  private int clear(int bit) {
    return (int) STATE.getAndBitwiseAnd(this, ~bit);
  }

  /// Sets bits, of a state that was found to be decided.
  ///
  /// @return false when TAKEN was set before, and nothing was done
  private boolean set(int bits, int found) {
    int s = found;
    while ((s & TAKEN) == 0) {
      int other = (int) STATE.compareAndExchange(this, s, s | bits);
      if (other == s) {
        return true;
      }
      s = other;
    }
    return false;
  }
}
