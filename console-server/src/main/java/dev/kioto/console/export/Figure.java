package dev.kioto.console.export;

import java.util.List;

/// A figure that other tools are told, under one name for all of them: OpenTelemetry's here, Prometheus's made of it.
///
/// Names and labels are part of the API: tools keep years of them.
public enum Figure {
  TARGETS("kioto.targets", "{target}", Kind.GAUGE, "Programs and recordings that are watched, by state.", "state"),
  TARGET("kioto.target.info", "", Kind.INFO, "What a target is.", "target", "program", "address", "run", "kind",
      "version"),
  TARGET_UP("kioto.target.up", "", Kind.GAUGE, "Whether a target is heard: 1 when it is.", "target", "program"),
  TARGET_MESSAGES("kioto.target.messages", "{message}", Kind.COUNTER, "Messages taken in from a target.", "target",
      "program", "kind"),
  EVENTS_LOST("kioto.events.lost", "{event}", Kind.COUNTER,
      "Events lost by a program or on the way: 0 when all is well.",
      "target", "program"),
  INTAKE_REFUSED("kioto.intake.refused", "{entry}", Kind.COUNTER,
      "What a program said that makes no sense, or was more than is kept: 0 when all is well.", "target", "program",
      "reason"),
  TASKS("kioto.tasks", "{task}", Kind.GAUGE, "Tasks that the collector keeps, by state.", "target", "program", "state"),
  TASKS_SPAWNED("kioto.tasks.spawned", "{task}", Kind.COUNTER, "Tasks spawned since the program started.", "target",
      "program"),
  TASKS_ENDED("kioto.tasks.ended", "{task}", Kind.COUNTER, "Tasks ended since the program started.", "target",
      "program"),
  POLLS("kioto.task.polls", "{poll}", Kind.COUNTER, "Polls of tasks.", "target", "program"),
  WAKES("kioto.task.wakes", "{wake}", Kind.COUNTER, "Wakes of tasks.", "target", "program"),
  SELF_WAKES("kioto.task.self.wakes", "{wake}", Kind.COUNTER, "Wakes that tasks made of themselves.", "target",
      "program"),
  BUSY("kioto.task.busy", "s", Kind.COUNTER, "Time that tasks were polled.", "target", "program"),
  POLL_TIME("kioto.task.poll.time", "s", Kind.HISTOGRAM,
      "How long polls took; polls of a task between two of its news are each counted as their mean.", "target",
      "program"),
  SCHEDULING_DELAY("kioto.task.scheduling.delay", "s", Kind.HISTOGRAM,
      "How long tasks were runnable before each poll; counted as poll times are.", "target", "program"),
  WORKERS("kioto.workers", "{worker}", Kind.GAUGE, "Workers of a runtime, by state.", "target", "program", "runtime",
      "state"),
  WORKER_POLLS("kioto.worker.polls", "{poll}", Kind.COUNTER, "Polls by a worker.", Labels.WORKER),
  WORKER_BUSY("kioto.worker.busy", "s", Kind.COUNTER, "Time that a worker was not parked.", Labels.WORKER),
  WORKER_PARKS("kioto.worker.parks", "{park}", Kind.COUNTER, "Times that a worker went to sleep.", Labels.WORKER),
  WORKER_STEALS("kioto.worker.steal.operations", "{operation}", Kind.COUNTER, "Steals that took at least one task.",
      Labels.WORKER),
  WORKER_STOLEN("kioto.worker.stolen.tasks", "{task}", Kind.COUNTER, "Tasks that a worker took of others.",
      Labels.WORKER),
  WORKER_OVERFLOWS("kioto.worker.overflows", "{overflow}", Kind.COUNTER,
      "Times that a worker's queue overflowed into the inject queue.", Labels.WORKER),
  WORKER_NOOPS("kioto.worker.noop.wakeups", "{wakeup}", Kind.COUNTER, "Unparks that found nothing to do.",
      Labels.WORKER),
  WORKER_LOCAL("kioto.worker.local.schedules", "{task}", Kind.COUNTER,
      "Tasks that were scheduled on a worker's own thread.",
      Labels.WORKER),
  WORKER_BUDGET("kioto.worker.budget.forced.yields", "{yield}", Kind.COUNTER,
      "Times that a task's cooperative budget was spent.", Labels.WORKER),
  WORKER_HANDOFFS("kioto.worker.handoffs", "{handoff}", Kind.COUNTER,
      "Times that a worker was stuck in a poll and was handed to another thread.", Labels.WORKER),
  WORKER_PINNED("kioto.worker.pinned.parks", "{park}", Kind.COUNTER,
      "Times that a virtual thread was seen to wait while pinned to a worker's thread.", Labels.WORKER),
  LOCAL_QUEUE("kioto.worker.local.queue.depth", "{task}", Kind.GAUGE, "Tasks in a worker's own queue.", Labels.WORKER),
  GLOBAL_QUEUE("kioto.runtime.global.queue.depth", "{task}", Kind.GAUGE, "Tasks in the inject queue.", Labels.RUNTIME),
  REMOTE_SCHEDULES("kioto.runtime.remote.schedules", "{task}", Kind.COUNTER,
      "Tasks that were scheduled from outside the workers.", Labels.RUNTIME),
  DRIVER_TURNS("kioto.runtime.driver.turns", "{turn}", Kind.COUNTER,
      "Times that the driver asked the system what is ready.",
      Labels.RUNTIME),
  DRIVER_READY("kioto.runtime.driver.ready", "{event}", Kind.COUNTER, "Times that a channel was told that it is ready.",
      Labels.RUNTIME),
  BLOCKING_THREADS("kioto.runtime.blocking.threads", "{thread}", Kind.GAUGE, "Threads of the blocking pool.",
      Labels.RUNTIME),
  BLOCKING_IDLE("kioto.runtime.blocking.idle.threads", "{thread}", Kind.GAUGE,
      "Threads of the blocking pool with no job.",
      Labels.RUNTIME),
  BLOCKING_MAX("kioto.runtime.blocking.max.threads", "{thread}", Kind.GAUGE, "The cap of the blocking pool.",
      Labels.RUNTIME),
  BLOCKING_QUEUE("kioto.runtime.blocking.queue.depth", "{job}", Kind.GAUGE,
      "Jobs that wait for a thread of the blocking pool.",
      Labels.RUNTIME),
  RECORDER_CPU("kioto.recorder.cpu", "1", Kind.GAUGE, "Processor time of a program's console, 1 is a processor.",
      "target", "program"),
  RECORDER_MEMORY("kioto.recorder.memory", "By", Kind.GAUGE, "What recording holds in a program's memory.", "target",
      "program"),
  RECORDER_EVENTS("kioto.recorder.events", "{event}", Kind.COUNTER, "Events that a program recorded.", "target",
      "program"),
  DIAGNOSES("kioto.diagnoses.active", "{diagnosis}", Kind.GAUGE,
      "Diagnoses that are active, by detector: 0 when all is well.",
      "target", "program", "detector"),
  HISTORY_WRITTEN("kioto.collector.history.writes", "{write}", Kind.COUNTER,
      "Rows that the history on disk has taken in."),
  HISTORY_DROPPED("kioto.collector.history.dropped.writes", "{write}", Kind.COUNTER,
      "Rows lost because the disk was full or too slow: 0 when all is well."),
  HISTORY_SIZE("kioto.collector.history.size", "By", Kind.GAUGE, "How large the history on disk is."),
  EXPIRED("kioto.collector.expired.targets", "{target}", Kind.COUNTER,
      "Targets that had dialled in, were gone for an hour or gave way to others, and were taken off."),
  SOCKETS("kioto.collector.sockets", "{socket}", Kind.GAUGE, "WebSockets that are open."),
  MEMORY("kioto.collector.memory", "By", Kind.GAUGE, "Heap that the server uses."),
  UPTIME("kioto.collector.uptime", "s", Kind.GAUGE, "Since when the server runs.");

  /// What several figures are of.
  private static final class Labels {
    private static final String[] WORKER = {"target", "program", "runtime", "worker"};
    private static final String[] RUNTIME = {"target", "program", "runtime"};
  }

  /// How a figure behaves.
  public enum Kind {
    /// Goes up and down.
    GAUGE,
    /// Only goes up, but for a restart.
    COUNTER,
    /// Durations, in seconds.
    HISTOGRAM,
    /// Always 1: its labels tell.
    INFO
  }

  private final String text;
  private final String unit;
  private final Kind kind;
  private final String help;
  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> labels;

  Figure(String text, String unit, Kind kind, String help, String... labels) {
    this.text = text;
    this.unit = unit;
    this.kind = kind;
    this.help = help;
    this.labels = List.of(labels);
  }

  /// OpenTelemetry's name.
  public String text() {
    return text;
  }

  /// As OpenTelemetry writes it: `s`, `By`, `1`, `{task}`; empty for none.
  public String unit() {
    return unit;
  }

  /// How it behaves.
  public Kind kind() {
    return kind;
  }

  /// What it is, as a sentence.
  public String help() {
    return help;
  }

  /// The names of its labels.
  public List<String> labels() {
    return labels;
  }

  /// Prometheus's name: with the unit, as its tools expect, and with the ending that it wants of a kind.
  public String prometheusName() {
    return baseName() + switch (kind) {
      case COUNTER -> "_total";
      case INFO -> "_info";
      case GAUGE, HISTOGRAM -> "";
    };
  }

  /// The same without the ending, which Prometheus's library adds.
  String baseName() {
    var name = text.replace('.', '_');
    if (kind == Kind.INFO) return name.substring(0, name.length() - "_info".length());
    return name + switch (unit) {
      case "s" -> "_seconds";
      case "By" -> "_bytes";
      case "1" -> "_ratio";
      default -> "";
    };
  }
}
