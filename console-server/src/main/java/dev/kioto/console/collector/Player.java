package dev.kioto.console.collector;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kioto.console.api.Playback;
import dev.kioto.console.collector.Ingest.Effect;
import dev.kioto.console.model.Retention;
import dev.kioto.console.recording.RecordedMessage;
import dev.kioto.console.recording.RecordingFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plays a recording: gives its messages to an [Ingest], at the pace at which they came or at another. Safe for use by
/// any thread.
final class Player implements AutoCloseable {

  /*
   * The position runs on a clock of its own: `position` at `since`, and from there at `speed` unless it is held. One
   * thread plays. A jump begins with an empty model at the last block before the place that tells all that was known, or
   * begins a connection early enough that tasks which ended before the place and would still be shown are in it; what is
   * between is played through without waiting. A jump ahead that passes no such block goes on from where it is.
   *
   * What is wrong with a program shows in how it changes: of a jump the last seconds before the place are shown as
   * they pass, so that whoever looks for it finds there what it would have found.
   */
  private static final Logger LOG = LoggerFactory.getLogger(Player.class);

  /// The slowest and the fastest that it plays.
  static final double LEAST_SPEED = 0.01;
  static final double MOST_SPEED = 1000;

  private static final long SHOWN_BEFORE = 5_000_000_000L; // of a jump; the detectors' windows are of three seconds
  private static final long SHOWN_EVERY = 500_000_000L;

  private final RecordingFile file;
  private final Retention retention;
  private final Consumer<Ingest> whenReplaced;
  private final Consumer<Effect> whenTaken;
  private final Runnable whenPassed;
  private final Object lock = new Object();

  // Guarded by lock.
  private double speed = 1;
  private boolean paused;
  private boolean closed;
  private long position; // recording's clock, in nanoseconds since 1970
  private long since = System.nanoTime(); // when the position was that
  private boolean atEnd;
  private long jumpTo = -1; // or -1
  private @Nullable String problem;

  // The playing thread's.
  private Ingest ingest;
  private List<RecordedMessage> messages = List.of(); // of the block before `block`
  private int block;
  private int next; // in messages
  private boolean inKey; // the blocks that tell again what was told before are to be played
  private long unknownKinds;

  /// @param whenPassed called at some instants that a jump passes over, by the playing thread
  Player(RecordingFile file, Retention retention, Consumer<Ingest> whenReplaced, Consumer<Effect> whenTaken,
      Runnable whenPassed) {
    this.file = file;
    this.retention = retention;
    this.whenReplaced = whenReplaced;
    this.whenTaken = whenTaken;
    this.whenPassed = whenPassed;
    this.ingest = new Ingest(retention);
    this.position = file.firstAt();
  }

  /// Where it is, and how it plays.
  Playback playback() {
    synchronized (lock) {
      return new Playback(Instants.instant(file.firstAt()), Instants.instant(file.lastAt()),
          Instants.instant(positionNow()), speed, paused, atEnd, file.isWhole(), problem);
    }
  }

  /// What was known at an instant, wherever it plays.
  Ingest at(long nanos) throws IOException {
    return Replay.to(file, Math.clamp(nanos, file.firstAt(), file.lastAt()), retention);
  }

  /// The recording itself, for who reads it beside; closed with this.
  RecordingFile file() {
    return file;
  }

  /// Changes how it plays; null leaves as it is. A place before or after the recording is its start or its end.
  void change(@Nullable Instant place, @Nullable Double newSpeed, @Nullable Boolean isPaused) {
    synchronized (lock) {
      long now = positionNow();
      if (place != null) {
        now = Math.clamp(Instants.nanos(place), file.firstAt(), file.lastAt());
        jumpTo = now;
        atEnd = false;
        problem = null;
      }
      if (newSpeed != null) speed = Math.clamp(newSpeed, LEAST_SPEED, MOST_SPEED);
      if (isPaused != null) paused = isPaused;
      hold(now);
      lock.notifyAll();
    }
  }

  // Guarded by lock.
  private long positionNow() {
    if (paused || atEnd) return position;
    return Math.min(file.lastAt(), position + (long) ((System.nanoTime() - since) * speed));
  }

  private void hold(long place) {
    position = place;
    since = System.nanoTime();
  }

  /// Plays until it is closed. The thread's alone.
  void run() {
    whenReplaced.accept(ingest);
    try {
      while (play()) {}
    } catch (InterruptedException _) {
      // nobody else has the thread
    } finally {
      file.close();
    }
  }

  /// Does the next step. Whatever goes wrong, memory that runs out with a recording that was made for that included, is the
  /// recording's problem: it can be played again from elsewhere.
  ///
  /// @return whether there are more
  private boolean play() throws InterruptedException {
    try {
      switch (step(peek())) {
        case Step.Close _ -> {
          return false;
        }
        case Step.Jump(long to) -> jump(to);
        case Step.Take(RecordedMessage due) -> {
          next++;
          whenTaken.accept(take(ingest, due));
        }
      }
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      LOG.warn("Playing {} failed", file, e);
      stop("The recording cannot be played on from here: " + e);
    }
    return true;
  }

  /// What to do next.
  private sealed interface Step {
    record Close() implements Step {
    }

    record Jump(long to) implements Step {
    }

    record Take(RecordedMessage message) implements Step {
    }
  }

  private Step step(@Nullable RecordedMessage message) throws InterruptedException {
    synchronized (lock) {
      while (true) {
        if (closed) return new Step.Close();
        if (jumpTo >= 0) {
          long to = jumpTo;
          jumpTo = -1;
          return new Step.Jump(to);
        }
        if (message == null && !atEnd) {
          hold(problem == null ? file.lastAt() : position);
          atEnd = true;
        }
        if (message == null || paused) {
          lock.wait();
          continue;
        }
        long ahead = message.atNanos() - positionNow();
        if (ahead <= 0) return new Step.Take(message);
        lock.wait(Math.clamp((long) (ahead / speed / 1e6), 1, 1000));
      }
    }
  }

  private @Nullable RecordedMessage peek() {
    while (next >= messages.size()) {
      if (block >= file.blocks()) return null;
      inKey &= file.isCopy(block);
      if (file.isCopy(block) && !inKey) { // told before
        block++;
        continue;
      }
      try {
        messages = file.read(block++);
        next = 0;
      } catch (IOException e) {
        LOG.info("{}", e.getMessage());
        stop(String.valueOf(e.getMessage()));
        return null;
      }
    }
    return messages.get(next);
  }

  private void stop(String why) {
    messages = List.of();
    next = 0;
    block = file.blocks();
    synchronized (lock) {
      position = positionNow();
      problem = why;
    }
  }

  private Effect take(Ingest into, RecordedMessage message) {
    var kind = MessageKind.ofNumber(message.kind());
    if (kind == null) {
      if (unknownKinds++ == 0)
        LOG.info("{} has messages of a kind {} that this version does not know", file, message.kind());
      return Effect.NONE;
    }
    try {
      return into.take(kind, kind.parse(message.bytes()));
    } catch (InvalidProtocolBufferException e) {
      LOG.debug("A message of the recording cannot be read", e);
      return Effect.NONE;
    }
  }

  private void jump(long to) {
    var present = peek();
    int start = Replay.start(file, to - SHOWN_BEFORE, retention);
    boolean anew = present == null || present.atNanos() > to || start >= block;
    var into = anew ? new Ingest(retention) : ingest;
    if (anew) {
      messages = List.of();
      next = 0;
      block = start;
      inKey = true;
    }
    long shown = to - SHOWN_BEFORE;
    for (var message = peek(); message != null && message.atNanos() <= to && !isInterrupted(); message = peek()) {
      if (message.atNanos() >= shown) {
        replace(into);
        whenPassed.run();
        shown = message.atNanos() + SHOWN_EVERY;
      }
      next++;
      take(into, message);
    }
    replace(into);
    whenPassed.run();
    whenTaken.accept(Effect.CHANGED);
    synchronized (lock) {
      if (jumpTo < 0) hold(to);
    }
  }

  private void replace(Ingest by) {
    if (by != ingest) {
      ingest = by;
      whenReplaced.accept(by);
    }
  }

  private boolean isInterrupted() {
    synchronized (lock) {
      return closed || jumpTo >= 0;
    }
  }

  /// Ends the playing and closes the file.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
  }
}
