package dev.kioto.instrument.load;

import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import java.lang.System.Logger;
import java.util.Locale;

/// Which level is asked for, which is in force, and why they differ. All methods may be called by any thread.
public final class Level {
  private static final Logger LOGGER = System.getLogger(Level.class.getName());

  private final Recorder recorder;
  private final double cap;
  private final Object lock = new Object();

  // Guarded by lock.
  private final LevelCap rule;
  private RecordLevel wanted;
  private RecordLevel inForce; // as it was set last, here
  private String loweredBecause = "";
  private int timesLowered;

  /// @param cap the share of one processor that the console's own threads may take; 0 for no cap
  /// @param warmUp how many seconds do not count at first
  Level(Recorder recorder, double cap, int warmUp) {
    this.recorder = recorder;
    this.cap = cap;
    rule = new LevelCap(cap, warmUp);
    wanted = recorder.level();
    inForce = wanted;
  }

  /// Asks for a level, which is in force at once; the cap may lower it again.
  public void want(RecordLevel level) {
    synchronized (lock) {
      recorder.setLevel(level);
      wanted(level);
    }
  }

  private void wanted(RecordLevel level) {
    wanted = level;
    inForce = level;
    loweredBecause = "";
    rule.begin();
  }

  /// Takes a level that was set at the recorder itself for one that is wanted.
  private void notice() {
    RecordLevel now = recorder.level();
    if (now != inForce) {
      wanted(now);
    }
  }

  /// Takes notice of what the console's own threads took in another second, as a share of one processor.
  void second(double share) {
    synchronized (lock) {
      notice();
      RecordLevel before = inForce;
      RecordLevel after = rule.after(share, before, wanted);
      if (after == before) {
        return;
      }
      if (after.compareTo(before) < 0) {
        lowered(share, before, after);
      } else if (after == wanted) {
        loweredBecause = "";
      }
      inForce = after;
      recorder.setLevel(after);
    }
  }

  private void lowered(double share, RecordLevel before, RecordLevel after) {
    timesLowered++;
    loweredBecause = String.format(Locale.ROOT, "the console's own threads took %s of a processor for %d seconds,"
        + " more than the cap of %s: it records %s in place of %s until they take less", percent(share),
        LevelCap.SECONDS_ABOVE, percent(cap), name(after), name(before));
    if (timesLowered == 1) { // from then on the consoles say it
      LOGGER.log(System.Logger.Level.WARNING,
          "console: " + loweredBecause + ". See cpuShareCap, kioto.console.cpu-share-cap");
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.1 ? "%.2g %%" : "%.0f %%", 100 * share);
  }

  private static String name(RecordLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  /// How it is now.
  LevelState state() {
    synchronized (lock) {
      notice();
      return new LevelState(inForce, wanted, loweredBecause, timesLowered, cap);
    }
  }
}
