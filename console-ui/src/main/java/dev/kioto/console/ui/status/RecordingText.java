package dev.kioto.console.ui.status;

import dev.kioto.console.api.Recorder;
import dev.kioto.console.ui.format.Counts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a program records and what that costs it, in words. Thread-safe.
final class RecordingText {
  private static final long WHOLE = 1_000_000;

  private RecordingText() {}

  /// In a few words; empty when the program does not tell.
  static String brief(@Nullable Recorder recorder) {
    if (recorder == null) {
      return "";
    }
    var what = switch (recorder.level()) {
      case OFF -> "records nothing";
      case COUNTS -> recorder.wasLowered() ? "records counts alone" : "records counts";
      case TASKS -> "records tasks";
      case TRACE -> "records every event";
      case UNKNOWN -> "records";
    };
    return what + " · " + Counts.compact(recorder.eventsPerSecond()) + " events/s · " + share(recorder.cpuShare())
        + " CPU";
  }

  /// In sentences, for whoever wants to know more.
  static String full(Recorder recorder) {
    var text = new StringBuilder(switch (recorder.level()) {
      case OFF -> "The program records nothing.";
      case COUNTS -> "The program counts its tasks and polls, and keeps nothing of a single task.";
      case TASKS -> "The program records each task, resource and operation.";
      case TRACE -> "The program records each task, resource and operation, and every event of its scheduler.";
      case UNKNOWN -> "The program records at a level that this version does not know.";
    });
    if (recorder.wasLowered()) {
      text.append("\n\nIt records less than was asked for, so as not to be slowed: ")
          .append(recorder.loweredBecause())
          .append(". Tasks that are shown are as they were before, and new ones are missing.");
    }
    text.append("\n\nFor that, its consoles' threads take ").append(share(recorder.cpuShare()))
        .append(" of one processor");
    var cap = recorder.cpuShareCap();
    text.append(cap == null ? ", without a cap" : ", of " + share(cap) + " that they may").append(", and ")
        .append(size(recorder.memoryBytes())).append(" of memory, for ")
        .append(Counts.compact(recorder.eventsPerSecond())).append(" events a second.");
    if (recorder.droppedEvents() > 0) {
      text.append("\n\n").append(Counts.of(recorder.droppedEvents(), "event"))
          .append(" came faster than they could be taken in, and are missing from the figures.");
    }
    return text.toString();
  }

  private static String share(double share) {
    return Counts.share(Math.round(share * WHOLE), WHOLE);
  }

  private static String size(long bytes) {
    double mega = bytes / 1e6;
    return mega < 0.1 ? Counts.text(Math.max(1, bytes / 1000)) + " kB"
        : String.format(Locale.ROOT, mega < 10 ? "%.1f MB" : "%.0f MB", mega);
  }
}
