package dev.kioto.instrument.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.recorder.ThreadSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TraceLogTest {
  private static final long BYTES = 4L * TraceLog.SEGMENT_BYTES;
  private static final ThreadSource MAIN = new ThreadSource(1, "main", 17);

  private record Event(TraceKind kind, long at, int thread, long task, long other, long value) {}

  private static TraceLog recording() {
    var log = new TraceLog(Long.MAX_VALUE, BYTES, 0);
    log.source(MAIN);
    return log;
  }

  private static Transcript dump(TraceLog log) {
    var cursor = Objects.requireNonNull(log.dump(Long.MIN_VALUE));
    var read = readAll(log, cursor);
    log.release(cursor);
    return read;
  }

  private static Transcript readAll(TraceLog log, TraceCursor cursor) {
    var transcript = new Transcript();
    readOn(log, cursor, transcript);
    return transcript;
  }

  private static void readOn(TraceLog log, TraceCursor cursor, Transcript transcript) {
    while (log.isBehind(cursor)) {
      assertThat(log.copy(cursor)).isTrue();
      cursor.read(transcript);
    }
  }

  private static void wake(TraceLog log, long number) {
    log.event(TraceKind.WAKE, number, number, 0, 0);
  }

  @Test
  void dump_anyNumbers_comeBack() {
    var random = new Random(3);
    var log = recording();
    var written = new ArrayList<Event>();
    var kinds = TraceKind.values();
    for (int i = 0; i < 3000; i++) {
      var source = new ThreadSource(random.nextInt(5), "thread-é", random.nextInt(100));
      log.source(source);
      var kind = kinds[random.nextInt(kinds.length)];
      long at = random.nextLong() >> random.nextInt(64);
      long task = random.nextLong() >>> random.nextInt(64);
      long other = kind == TraceKind.END ? 0 : random.nextLong() >>> random.nextInt(64);
      long value = kind == TraceKind.SPAWN ? 0 : random.nextLong() >>> random.nextInt(64);
      if (kind == TraceKind.SPAWN) {
        log.spawned(task, other, new TaskLabel(null, null, "T"), at);
      } else {
        log.event(kind, at, task, other, value);
      }
      written.add(new Event(kind, at, source.index(), task, other, value));
    }

    var read = dump(log);

    assertThat(read.events).isEqualTo(written);
    assertThat(read.dropped).isZero();
  }

  @Test
  void dump_spawnsAndEnds_areNamedAlsoInALaterSegment() {
    var log = recording();
    var label = new TaskLabel("näme", new StackTraceElement("a.B", "c", "B.java", 7), "a.Future");
    log.spawned(1, 0, label, 1);
    for (int i = 0; log.bytes() < 3 * TraceLog.SEGMENT_BYTES; i++) {
      wake(log, i);
    }
    log.spawned(2, 1, label, 2);
    log.ended(1, 1, label, 3);
    log.ended(3, 2, null, 4);

    var read = dump(log);

    assertThat(read.names).containsExactly("1 näme B.java:7 a.Future", "2 näme B.java:7 a.Future",
        "1 näme B.java:7 a.Future");
    assertThat(read.threads).containsOnly("1 main 17");
  }

  @Test
  void label_longAndUnknownParts_areCutAndEmpty() {
    var log = recording();
    log.spawned(1, 0, new TaskLabel("x".repeat(10_000), null, "ü".repeat(10_000)), 1);
    log.source(new ThreadSource(3, "t".repeat(10_000), 5));
    wake(log, 1);

    var read = dump(log);

    assertThat(read.names).containsExactly("1 " + "x".repeat(255) + "…  " + "ü".repeat(255) + "…");
    assertThat(read.threads).contains("3 " + "t".repeat(255) + "… 5");
  }

  @Test
  void memory_flood_staysWithinTheBoundAndHoldsTheLast() {
    var log = recording();
    long most = 0;
    for (int i = 0; i < 300_000; i++) {
      wake(log, i);
      most = Math.max(most, log.bytes());
    }

    var read = dump(log);

    assertThat(most).isEqualTo(BYTES);
    assertThat(read.events.getLast().task()).isEqualTo(299_999);
    assertThat(read.events).hasSizeGreaterThan(30_000);
    assertThat(read.events.getFirst().task()).isEqualTo(300_000 - read.events.size());
    assertThat(read.isGapless()).isTrue();
  }

  @Test
  void memory_uniqueNames_staysWithinTheBound() {
    var log = recording();
    long most = 0;
    for (int i = 0; i < 20_000; i++) {
      log.spawned(i + 1, 0, new TaskLabel("connection-" + "x".repeat(i % 300) + i, null, "T"), i);
      most = Math.max(most, log.bytes());
    }

    assertThat(most).isEqualTo(BYTES);
    assertThat(dump(log).names.getLast()).endsWith("19999  T");
  }

  @Test
  void passed_oldEvents_areLetGo() {
    var log = new TraceLog(100, BYTES, 0);
    while (log.bytes() < BYTES) {
      wake(log, 1);
    }
    log.passed(90);
    wake(log, 90);
    assertThat(log.bytes()).isEqualTo(BYTES);

    log.passed(200);

    assertThat(log.bytes()).isEqualTo(TraceLog.SEGMENT_BYTES);
    assertThat(dump(log).events.getLast().at()).isEqualTo(90);
  }

  @Test
  void dump_withAnInstant_leavesOutWhatEndedBefore() {
    var log = recording();
    log.event(TraceKind.POLL, 10, 1, 0, 50);
    log.event(TraceKind.POLL, 10, 2, 0, 5);
    wake(log, 30);
    wake(log, 60);

    var read = readAll(log, Objects.requireNonNull(log.dump(40)));

    assertThat(read.events).extracting(Event::task).containsExactly(1L, 60L);
    assertThat(read.dropped).isZero();
  }

  @Test
  void dump_eventsThatComeMeanwhile_areNotInIt() {
    var log = recording();
    wake(log, 0);
    wake(log, 1);
    var cursor = Objects.requireNonNull(log.dump(Long.MIN_VALUE));
    wake(log, 2);

    assertThat(readAll(log, cursor).events).extracting(Event::task).containsExactly(0L, 1L);
    assertThat(cursor.isAtEnd()).isTrue();
  }

  private static int fill(TraceLog log, int from) {
    int event = from;
    while (log.bytes() < BYTES) {
      wake(log, event++);
    }
    return event;
  }

  private static void flood(TraceLog log) {
    for (int i = 0; i < 100_000; i++) {
      wake(log, i);
    }
  }

  @Test
  void dump_floodMeanwhile_tellsOfTheMomentItWasAskedFor() {
    var log = recording();
    int events = fill(log, 0);
    var cursor = Objects.requireNonNull(log.dump(Long.MIN_VALUE));
    flood(log);
    assertThat(log.bytes()).isEqualTo(2 * BYTES);

    var read = readAll(log, cursor);

    assertThat(read.events).hasSize(events);
    assertThat(read.isGapless()).isTrue();
    assertThat(read.dropped).isZero();
    assertThat(cursor.isAtEnd()).isTrue();
    log.release(cursor);
    assertThat(log.bytes()).isEqualTo(BYTES);
  }

  @Test
  void dump_givenUp_holdsNothing() {
    var log = recording();
    fill(log, 0);
    var cursor = Objects.requireNonNull(log.dump(Long.MIN_VALUE));
    var other = Objects.requireNonNull(log.dump(Long.MIN_VALUE));
    log.copy(cursor);
    flood(log);
    log.release(cursor);
    assertThat(log.bytes()).isEqualTo(2 * BYTES);

    log.release(other);

    assertThat(log.bytes()).isEqualTo(BYTES);
  }

  @Test
  void dumps_moreThanMayBeHeld_areToldHowManyTheyMissed() {
    var log = recording();
    var dumps = new ArrayList<TraceCursor>();
    var sizes = new ArrayList<Long>();
    long most = 0;
    for (int i = 0; i < 4; i++) {
      flood(log);
      long before = log.events();
      var dump = Objects.requireNonNull(log.dump(Long.MIN_VALUE));
      sizes.add((long) dump(log).events.size());
      assertThat(log.events()).isEqualTo(before);
      dumps.add(dump);
      most = Math.max(most, log.bytes());
    }
    flood(log);

    long missed = 0;
    for (int i = 0; i < dumps.size(); i++) {
      var read = readAll(log, dumps.get(i));
      assertThat(read.dropped + read.events.size()).isEqualTo(sizes.get(i));
      missed += read.dropped;
      log.release(dumps.get(i));
    }
    assertThat(most).isEqualTo(2 * BYTES);
    assertThat(missed).isPositive();
    assertThat(log.bytes()).isEqualTo(BYTES);
  }

  @Test
  void lost_isToldWhereItHappened() {
    var log = recording();
    wake(log, 0);
    log.lost(7);
    wake(log, 1);

    var read = dump(log);

    assertThat(read.lines).containsExactly("WAKE 0", "dropped 7", "WAKE 1");
  }

  @Test
  void watch_joinsInTheMiddleOfASegment_seesWhatComesAndItsNames() {
    var log = recording();
    var label = new TaskLabel("early", null, "T");
    log.spawned(5, 0, label, 1);
    var cursor = Objects.requireNonNull(log.watch());
    log.spawned(6, 0, label, 2);

    var read = readAll(log, cursor);

    assertThat(read.events).extracting(Event::task).containsExactly(6L);
    assertThat(read.names).containsExactly("6 early  T");
    assertThat(read.threads).containsExactly("1 main 17");
  }

  @Test
  void watch_slowAndFast_eachGetsAllOrIsToldHowManyNot() {
    var log = new TraceLog(0, 0, 0);
    var fast = Objects.requireNonNull(log.watch());
    var slow = Objects.requireNonNull(log.watch());
    var random = new Random(1);
    var seenByFast = new Transcript();
    int events = 300_000;
    for (int i = 0; i < events; i++) {
      log.event(TraceKind.WAKE, i, random.nextLong() >>> 1, random.nextLong() >>> 1, 0);
      if (i % 1000 == 0) {
        readOn(log, fast, seenByFast);
      }
      if (i % 10_000 == 0) {
        log.lost(3);
      }
    }
    readOn(log, fast, seenByFast);
    var seenBySlow = readAll(log, slow);

    assertThat(seenByFast.events).hasSize(events);
    assertThat(seenByFast.dropped).isEqualTo(90);
    assertThat(seenBySlow.events).hasSizeLessThan(events);
    assertThat(seenBySlow.dropped + seenBySlow.events.size()).isEqualTo(events + 90L);
  }

  @Test
  void unwatch_nobodyIsLeft_freesAll() {
    var log = new TraceLog(0, 0, 0);
    assertThat(log.isOn()).isFalse();
    Objects.requireNonNull(log.watch());
    wake(log, 1);
    assertThat(log.bytes()).isPositive();

    log.unwatch();

    assertThat(log.isOn()).isFalse();
    assertThat(log.bytes()).isZero();
    assertThat(readAll(log, Objects.requireNonNull(log.watch())).events).isEmpty();
  }

  @Test
  void unwatch_whileRecording_fallsBackToTheBound() {
    var log = recording();
    Objects.requireNonNull(log.watch());
    while (log.bytes() < 10 * BYTES) {
      wake(log, 1);
    }

    log.unwatch();

    assertThat(log.bytes()).isEqualTo(BYTES);
    assertThat(dump(log).dropped).isZero();
  }

  private static final class Transcript implements TraceVisitor {
    final List<Event> events = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final List<String> names = new ArrayList<>();
    final List<String> threads = new ArrayList<>();
    long dropped;

    @Override
    public void dropped(long events) {
      dropped += events;
      lines.add("dropped " + events);
    }

    @Override
    public void thread(int index, String name, long threadId) {
      threads.add(index + " " + name + " " + threadId);
    }

    @Override
    public void named(long task, TraceTaskName name) {
      names.add(task + " " + name.name() + " " + name.location() + " " + name.type());
    }

    @Override
    public void event(TraceKind kind, long at, int thread, long task, long other, long value) {
      events.add(new Event(kind, at, thread, task, other, value));
      lines.add(kind + " " + task);
    }

    boolean isGapless() {
      for (int i = 1; i < events.size(); i++) {
        if (events.get(i).task() != events.get(i - 1).task() + 1) {
          return false;
        }
      }
      return true;
    }
  }
}
