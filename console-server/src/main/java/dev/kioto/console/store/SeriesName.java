package dev.kioto.console.store;

import java.util.Arrays;
import java.util.Optional;

/// A figure of a target that is kept over time. Its number is what the database knows it by, and never changes.
public enum SeriesName {
  /// Tasks inside a poll.
  TASKS_RUNNING(1, "tasks.running", "tasks"),
  /// Tasks that were woken and wait for a worker.
  TASKS_SCHEDULED(2, "tasks.scheduled", "tasks"),
  /// Tasks that wait to be woken.
  TASKS_IDLE(3, "tasks.idle", "tasks"),
  /// Tasks that have ended and are still kept.
  TASKS_COMPLETED(4, "tasks.completed", "tasks"),
  /// Tasks that the collector keeps in all.
  TASKS_TOTAL(5, "tasks.total", "tasks"),
  /// Polls a second.
  POLLS(10, "polls", "1/s"),
  /// Wakes a second.
  WAKES(11, "wakes", "1/s"),
  /// Wakes a second that tasks made of themselves.
  SELF_WAKES(12, "wakes.self", "1/s"),
  /// Tasks spawned a second.
  SPAWNED(13, "tasks.spawned", "1/s"),
  /// Time in polls, in processors: 2 is two of them.
  BUSY(14, "tasks.busy", "processors"),
  /// How long tasks were runnable before half of their polls at most.
  DELAY_P50(15, "tasks.delay.p50", "ns"),
  /// How long before 99 of a hundred polls at most.
  DELAY_P99(16, "tasks.delay.p99", "ns"),
  /// How long before any poll at most.
  DELAY_MAX(17, "tasks.delay.max", "ns"),
  /// Share of the workers' time that they were not parked: 1 is all of it.
  WORKERS_BUSY(30, "workers.busy", "share"),
  /// Tasks in the workers' own queues.
  LOCAL_QUEUE(31, "queue.local", "tasks"),
  /// Tasks in the inject queues.
  GLOBAL_QUEUE(32, "queue.global", "tasks"),
  /// Threads of the blocking pools.
  BLOCKING_THREADS(40, "blocking.threads", "threads"),
  /// Jobs that wait for a thread of a blocking pool.
  BLOCKING_QUEUE(41, "blocking.queue", "jobs"),
  /// Processor time of the program's console, as a share of one processor.
  RECORDER_CPU(50, "recorder.cpu", "share"),
  /// Events recorded a second.
  RECORDER_EVENTS(51, "recorder.events", "1/s"),
  /// What recording holds in the program's memory.
  RECORDER_MEMORY(52, "recorder.memory", "bytes"),
  /// Events lost since the run was first seen.
  LOST_EVENTS(60, "events.lost", "events");

  private final int number;
  private final String text;
  private final String unit;

  SeriesName(int number, String text, String unit) {
    this.number = number;
    this.text = text;
    this.unit = unit;
  }

  int number() {
    return number;
  }

  /// What people and the API call it.
  public String text() {
    return text;
  }

  /// What its values are in.
  public String unit() {
    return unit;
  }

  /// The series that is called so.
  public static Optional<SeriesName> of(String text) {
    return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
  }
}
