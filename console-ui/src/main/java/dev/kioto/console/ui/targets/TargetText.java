package dev.kioto.console.ui.targets;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder.Level;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.format.Counts;
import java.util.ArrayList;
import java.util.List;

/// What is said of targets, in words. Thread-safe.
final class TargetText {
  private TargetText() {}

  static String word(TargetState state) {
    return switch (state) {
      case CONNECTED -> "connected";
      case CONNECTING -> "connecting…";
      case DISCONNECTED -> "disconnected";
    };
  }

  /// What kind of thing it is, in a word or two.
  static String kind(Target target) {
    if (target.playback() != null || target.address().startsWith("file:")) {
      return "recording";
    }
    return switch (target.kind()) {
      case KIOTO -> target.address().startsWith("dialled:") ? "Kioto, dialled in" : "Kioto";
      case TOKIO -> "tokio-console protocol";
      case UNKNOWN -> "not reached yet";
    };
  }

  static String title(Capability capability) {
    return switch (capability) {
      case TASK_STACKS -> "Stacks";
      case WORKERS -> "Workers";
      case RUNTIMES -> "Settings";
      case RESOURCES -> "Resources";
      case WAKES -> "Wakes";
      case TRACE -> "Events";
      case CONTROL -> "Acting in it";
      case RECORDER -> "Cost of recording";
      case INCIDENTS -> "Incidents";
    };
  }

  static String meaning(Capability capability) {
    return switch (capability) {
      case TASK_STACKS -> "where a task is now";
      case WORKERS -> "what each worker polls, its queue and counters";
      case RUNTIMES -> "its runtimes, their settings, driver and blocking pool";
      case RESOURCES -> "locks, channels, timers and sockets: who holds them, who waits";
      case WAKES -> "who wakes whom, how often";
      case TRACE -> "every event, for lanes and why a task waited";
      case CONTROL -> "cancel tasks, record more or less, change settings";
      case RECORDER -> "how much it records, and what that costs it";
      case INCIDENTS -> "what it sees go wrong while it happens";
    };
  }

  /// Why a target lacks a capability.
  static String lacking(Capability capability, Target target) {
    if (target.playback() != null) {
      return "a recording cannot tell it";
    }
    return switch (target.kind()) {
      case TOKIO -> "its protocol has no words for it";
      case UNKNOWN -> "not known before it is reached";
      case KIOTO -> capability == Capability.CONTROL
          ? "the collector has shown it no token for acting"
          : "this program does not tell it";
    };
  }

  static String word(Level level) {
    return switch (level) {
      case UNKNOWN -> "unknown";
      case OFF -> "off";
      case COUNTS -> "counts";
      case TASKS -> "tasks";
      case TRACE -> "trace";
    };
  }

  static String meaning(Level level) {
    return switch (level) {
      case UNKNOWN -> "A level that this version does not know.";
      case OFF -> "Records nothing.";
      case COUNTS -> "Totals of the whole program, nothing of a single task.";
      case TASKS -> "Each task, resource and operation.";
      case TRACE -> "Every event of the scheduler besides: parks, steals, driver turns.";
    };
  }

  /// What was lost or not understood, a line each; empty when all is well.
  static List<String> losses(Target target) {
    var lines = new ArrayList<String>();
    var intake = target.intake();
    add(lines, target.droppedEvents(), "event", "lost on the way, by the program or the collector");
    var recorder = target.recorder();
    if (recorder != null) {
      add(lines, recorder.droppedEvents(), "event", "lost in the program, since its buffers were full");
    }
    add(lines, intake.cutTexts(), "text", "cut, longer than is kept");
    add(lines, intake.leftOut(), "entry", "entries", "left out: without an id, or too many at once");
    add(lines, intake.badHistograms(), "histogram", "that could not be read");
    add(lines, intake.clockSteps(), "time", "its clock went back");
    add(lines, intake.orphanStats(), "figure", "of what it never described");
    add(lines, intake.reusedIds(), "id", "that had ended and began again");
    add(lines, intake.refused(), "thing", "there was no room for");
    add(lines, intake.failedStreams(), "time", "it stopped telling something");
    lines.addAll(intake.missing());
    return lines;
  }

  private static void add(List<String> lines, long count, String noun, String rest) {
    if (count > 0) {
      lines.add(Counts.of(count, noun) + ' ' + rest);
    }
  }

  private static void add(List<String> lines, long count, String one, String many, String rest) {
    if (count > 0) {
      lines.add(Counts.text(count) + ' ' + (count == 1 ? one : many) + ' ' + rest);
    }
  }

  /// Where it is or, when it is lost, why.
  static String note(Target target) {
    return switch (target.state()) {
      case CONNECTING -> word(TargetState.CONNECTING);
      case DISCONNECTED -> target.error() == null ? word(TargetState.DISCONNECTED) : target.error();
      case CONNECTED -> target.kind() == TargetKind.TOKIO ? "tokio · " + target.address()
          : kind(target).equals("recording") ? "recording"
              : target.name().equals(target.address()) ? word(target.state()) : target.address();
    };
  }
}
