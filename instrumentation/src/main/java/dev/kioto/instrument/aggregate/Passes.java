package dev.kioto.instrument.aggregate;

import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.instrument.trace.TraceLog;
import org.jspecify.annotations.Nullable;

/// Takes in what the recorder holds, and asks for what it does not.
final class Passes {
  // Wake edges that are looked at in a pass, whether their tasks are still known: all of 50,000 within five seconds.
  private static final int SWEPT_EDGES = 512;

  private final Recorder recorder;
  private final FairLock lock;

  // Guarded by lock.
  private final Books books;
  private final WakeEdges wakes;
  private final TraceLog log;
  private final EventFanOut sinks;
  private final Reconciler reconciler;
  private long toldLosses;

  Passes(Recorder recorder, FairLock lock, Books books, WakeEdges wakes, TraceLog log) {
    this.recorder = recorder;
    this.lock = lock;
    this.books = books;
    this.wakes = wakes;
    this.log = log;
    sinks = new EventFanOut(books, wakes, log, recorder::level);
    reconciler = new Reconciler(books, recorder.clock());
  }

  /// Names who is told of long polls. Called with the lock.
  void onLongPoll(long fromNanos, PollSink sink) {
    sinks.onLongPoll(fromNanos, sink);
  }

  /// Takes in all events that happened before this call, and asks for what events did not bring when that is due. Called without
  /// the lock.
  ///
  /// @return whether there is more to look at than was
  boolean pass() {
    var asking = lock.get(this::drainAndBegin);
    if (asking == null) {
      return lock.get(reconciler::turn);
    }
    Living living;
    try {
      living = Living.of(recorder.runtimes());
    } catch (RuntimeException | Error e) {
      lock.run(() -> reconciler.abandon(asking));
      throw e;
    }
    return lock.get(() -> {
      reconciler.answer(asking, living);
      return reconciler.turn();
    });
  }

  private Reconciler.@Nullable Round drainAndBegin() {
    drain();
    return sinks.keeps() ? reconciler.begin() : null;
  }

  /// Takes in all events that happened before this call. Called with the lock.
  void drain() {
    // Before the drain: what else the rings held of what the losses were about is in the books afterwards.
    long losses = recorder.lost(false);
    lost(recorder.lost(true));
    // In this order: the record of a poll that is not seen running any more is in the drain.
    recorder.running(books.tasks::running);
    recorder.drain(sinks.open());
    books.tasks.runningSeen(sinks.keeps());
    if (!sinks.keeps()) {
      reconciler.lowered();
    } else if (sinks.takeRaised()) {
      reconciler.raised();
    }
    reconciler.drained(losses);
    books.passed(recorder.clock());
    wakes.passed(SWEPT_EDGES, books.tasks::isKnown);
    log.passed(recorder.clock().getAsLong());
  }

  private void lost(long lost) {
    if (lost != toldLosses && log.isOn()) {
      log.lost(lost - toldLosses);
    }
    toldLosses = lost;
  }
}
