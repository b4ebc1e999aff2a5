package dev.kioto.instrument.load;

import dev.kioto.instrument.recorder.RecordLevel;

/// Decides which level is in force, second by second, by what the console's own threads take of a processor.
///
/// ```text
///              share > cap, 3 s in a row                  share <= cap / 2, for a rest
///   wanted ───────────────────────────────► one lower ───────────────────────────────► one higher, up to wanted
/// ```
///
/// The rest is 10 s at first. It doubles, up to 5 minutes, each time that a level is lowered within a minute of having been
/// raised, and is 10 s again when one has held for a minute: a program that is too busy for a level is not tried with it over
/// and over. Nothing is lowered below [RecordLevel#COUNTS], at which there is next to nothing left to save. Guarded by the lock
/// of [Level].
final class LevelCap {
  static final int WARM_UP_SECONDS = 7; // a guess: the compiler has to do with the program's own code as well
  static final int SECONDS_ABOVE = 3;
  static final int FIRST_REST_SECONDS = 10;
  static final int LONGEST_REST_SECONDS = 300;
  static final int PROOF_SECONDS = 60;
  // Raising a level takes more than what is measured below it, so there must be room.
  private static final double CALM = 0.5;

  private final double cap;
  private int warmUp; // seconds of it that are left
  private int above;
  private int calm;
  private int rest = FIRST_REST_SECONDS;
  private int sinceRaise = PROOF_SECONDS;

  /// @param cap the share of one processor that may be taken; 0 for no cap
  /// @param warmUp how many seconds do not count at first
  LevelCap(double cap, int warmUp) {
    this.cap = cap;
    this.warmUp = warmUp;
  }

  /// The level after another second.
  ///
  /// @param share what was taken in it of one processor
  RecordLevel after(double share, RecordLevel inForce, RecordLevel wanted) {
    if (cap == 0) {
      return wanted;
    }
    sinceRaise++;
    if (warmUp > 0) {
      warmUp--;
      return inForce;
    }
    if (sinceRaise == PROOF_SECONDS) {
      rest = FIRST_REST_SECONDS;
    }
    above = share > cap ? above + 1 : 0;
    calm = share <= cap * CALM ? calm + 1 : 0;
    if (above >= SECONDS_ABOVE && inForce.includes(RecordLevel.TASKS)) {
      return lowered(inForce);
    }
    return calm >= rest && inForce.compareTo(wanted) < 0 ? raised(inForce) : inForce;
  }

  private RecordLevel lowered(RecordLevel inForce) {
    if (sinceRaise < PROOF_SECONDS) {
      rest = Math.min(2 * rest, LONGEST_REST_SECONDS);
    }
    sinceRaise = PROOF_SECONDS;
    begin();
    return inForce == RecordLevel.TRACE ? RecordLevel.TASKS : RecordLevel.COUNTS;
  }

  private RecordLevel raised(RecordLevel inForce) {
    sinceRaise = 0;
    begin();
    return inForce == RecordLevel.COUNTS ? RecordLevel.TASKS : RecordLevel.TRACE;
  }

  /// Begins to count seconds anew, as when another level was asked for.
  void begin() {
    above = 0;
    calm = 0;
  }
}
