package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.demo.Collecting.Watched;
import dev.kioto.demo.TroubleRun.Kind;
import dev.kioto.demo.trouble.Trouble;
import dev.kioto.demo.trouble.Troubles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each sick program, on future tasks, on direct ones and on plain virtual threads, is found by name, with who it is about and who did it, and in no healthy one
/// anything is found at all. With `-Dkioto.diagnosis.repeat=N` so often, and a table of what was found is printed at the end.
///
/// How soon is asked only when it is repeated: the short form runs beside whatever else a machine does.
///
/// Programs that leave each other enough of the machine share a JVM, each on a runtime of its own. Instants are those of the
/// programs' clock. How long something may take is counted from where the collector has heard of the program, and grows by how
/// late this machine's threads run anyway.
@Timeout(180)
final class DiagnosisSuiteTest {

  private static final int ROUNDS = Integer.getInteger("kioto.diagnosis.repeat", 1);
  private static final Duration SICK_AFTER = Duration.ofSeconds(1);
  private static final Duration FOUND_WITHIN = Duration.ofSeconds(5);
  private static final Duration HEALTHY_FOR = Duration.ofSeconds(7);

  // Whose handle is gone is known when that is collected, which is often where there is little room.
  private static final List<String> SMALL = List.of("-Xmn16m", "-Xmx256m");

  /// What must be said of a sick program.
  ///
  /// @param kinds what it may be about
  /// @param names what must be named, as the subject, as a cause or in the sentence: a regular expression each
  /// @param hasCause whether it is known who did it
  private record Expected(Set<SubjectKind> kinds, boolean hasCause, List<String> names) {
    Expected(Set<SubjectKind> kinds, boolean hasCause, String... names) {
      this(kinds, hasCause, List.of(names));
    }
  }

  private static final Map<String, Expected> EXPECTED = new LinkedHashMap<>();

  static {
    var task = Set.of(SubjectKind.TASK, SubjectKind.SITE); // several of one site are told of together
    var resource = Set.of(SubjectKind.RESOURCE);
    var taskOrResource = Set.of(SubjectKind.TASK, SubjectKind.SITE, SubjectKind.RESOURCE);
    var scheduler = Set.of(SubjectKind.RUNTIME, SubjectKind.WORKER);
    EXPECTED.put("long-poll", new Expected(task, false, "report"));
    EXPECTED.put("starved", new Expected(task, true, "heartbeat-\\d", "import-\\d"));
    EXPECTED.put("never-yielded", new Expected(task, false, "listener"));
    EXPECTED.put("lost-waker", new Expected(task, false, "reader"));
    EXPECTED.put("self-wake", new Expected(task, false, "consumer"));
    EXPECTED.put("stuck", new Expected(taskOrResource, true, "customer-\\d|Mutex", "cashier|Mutex"));
    EXPECTED.put("deadlock", new Expected(Set.of(SubjectKind.CYCLE), true, "transfer-there", "transfer-back"));
    EXPECTED.put("lock-across-await", new Expected(taskOrResource, true, "refresh"));
    EXPECTED.put("blocking-pool-saturated",
        new Expected(Set.of(SubjectKind.RUNTIME), true, "blocking-pool-saturated", "query"));
    EXPECTED.put("channel-growth", new Expected(resource, true, "ChannelGrowth\\.java:\\d+", "writer"));
    EXPECTED.put("slow-consumer", new Expected(resource, true, "SlowConsumer\\.java:\\d+", "store"));
    EXPECTED.put("lagged", new Expected(resource, true, "Lagged\\.java:\\d+", "display"));
    EXPECTED.put("task-leak", new Expected(Set.of(SubjectKind.SITE), false, "TaskLeak\\.java:\\d+"));
    EXPECTED.put("pinned", new Expected(task, false, "reload"));
    EXPECTED.put("worker-imbalance", new Expected(scheduler, false, "worker-imbalance|dispatcher"));
    EXPECTED.put("noop-wakeups", new Expected(scheduler, false, "noop-wakeups"));
    EXPECTED.put("driver-stall", new Expected(scheduler, true, "driver-stall", "thumbnail"));
    EXPECTED.put("late-timer", new Expected(scheduler, true, "late-timer", "encoder-\\d"));
    EXPECTED.put("block-in-place-with-lock", new Expected(taskOrResource, false, "backup"));
    EXPECTED.put("cancel-stuck", new Expected(task, false, "download"));
    EXPECTED.put("failed-unjoined", new Expected(task, false, "upload"));
    EXPECTED.put("budget-exhausted", new Expected(task, false, "counter"));
  }

  /// Sick programs that share a JVM, each on a runtime of its own.
  ///
  /// @param kind of their tasks
  /// @param always whether also in the short form
  private record Together(Kind kind, boolean always, List<String> ids) {
    static Together future(String... ids) {
      return new Together(Kind.FUTURE, true, List.of(ids));
    }

    static Together direct(String... ids) {
      return new Together(Kind.DIRECT, true, List.of(ids));
    }

    /// Those that differ the least from the ones on future tasks.
    static Together directRepeated(String... ids) {
      return new Together(Kind.DIRECT, false, List.of(ids));
    }

    static Together virtual(String... ids) {
      return new Together(Kind.VIRTUAL, true, List.of(ids));
    }

    static Together virtualRepeated(String... ids) {
      return new Together(Kind.VIRTUAL, false, List.of(ids));
    }

    DemoProcess start() {
      try {
        var options = ids.contains("pinned") && kind == Kind.FUTURE ? new String[0] : kindOption(kind);
        return DemoProcess.start(SMALL, arguments(ids, options));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// What a trouble is called in the table.
    String row(String id) {
      return DiagnosisSuiteTest.row(id, kind);
    }
  }

  // Those that wait and take next to nothing of a processor; those that hold workers without computing; the rest by how they
  // get along. Each is followed by one that leaves it enough of the machine, for that is started meanwhile.
  private static final List<Together> SICK_TOGETHER = List.of(
      Together.future("starved"),
      Together.future("lost-waker", "stuck", "deadlock", "lock-across-await", "blocking-pool-saturated",
          "channel-growth", "slow-consumer", "lagged", "task-leak", "block-in-place-with-lock", "cancel-stuck",
          "failed-unjoined", "never-yielded", "late-timer"),
      Together.directRepeated("worker-imbalance", "noop-wakeups"),
      Together.direct("stuck", "deadlock", "lock-across-await", "blocking-pool-saturated", "channel-growth",
          "slow-consumer", "lagged", "task-leak", "block-in-place-with-lock", "cancel-stuck", "failed-unjoined"),
      Together.future("long-poll", "pinned", "self-wake"),
      Together.directRepeated("late-timer"),
      Together.future("driver-stall"),
      Together.direct("long-poll", "never-yielded", "self-wake"),
      Together.directRepeated("driver-stall"),
      Together.virtual("long-poll", "pinned", "task-leak", "never-yielded"),
      Together.future("budget-exhausted"),
      Together.future("worker-imbalance", "noop-wakeups"),
      Together.virtualRepeated("worker-imbalance"),
      Together.directRepeated("starved"),
      Together.virtualRepeated("starved"),
      Together.directRepeated("budget-exhausted"));

  private static final List<Together> SICK = SICK_TOGETHER.stream().filter(one -> ROUNDS > 1 || one.always()).toList();

  private static final SuiteTally TALLY = new SuiteTally();

  // Of the one thread that runs the tests: the sick programs that come next, which run already.
  private static final Map<Integer, DemoProcess> AHEAD = new HashMap<>();

  private final Lateness lateness = new Lateness();
  private Collecting collecting;

  @BeforeEach
  void start() throws Exception {
    collecting = Collecting.start();
  }

  @AfterEach
  void stop() {
    collecting.close();
    lateness.close();
  }

  @AfterAll
  static void tell() {
    AHEAD.values().forEach(DemoProcess::close);
    if (ROUNDS > 1) System.out.println(TALLY.table());
  }

  /// Indices of [#SICK].
  static IntStream sickPrograms() {
    return IntStream.range(0, ROUNDS).flatMap(_ -> IntStream.range(0, SICK.size()));
  }

  @Test
  void troubles_areAllExpectedAndStarted() {
    var ids = Troubles.all().stream().map(Trouble::id).toList();
    assertThat(EXPECTED).containsOnlyKeys(ids);
    assertThat(SICK_TOGETHER.stream().flatMap(one -> one.ids().stream().map(one::row)))
        .containsExactlyInAnyOrderElementsOf(Troubles.all().stream().flatMap(DiagnosisSuiteTest::rows).toList());
  }

  // One that is for direct tasks alone is among those on future tasks.
  private static Stream<String> rows(Trouble trouble) {
    return Stream.of(Kind.values()).filter(kind -> kind.isOf(trouble))
        .map(kind -> kind == Kind.DIRECT && !trouble.hasFuture() ? Kind.FUTURE : kind)
        .map(kind -> row(trouble.id(), kind));
  }

  private static String row(String id, Kind kind) {
    return kind == Kind.FUTURE ? id : id + ", " + kind.name().toLowerCase(Locale.ROOT);
  }

  private static String[] kindOption(Kind kind) {
    return new String[] {"--kind", kind.name()};
  }

  /// The programs of an index; those of the next one are started as well, unless it is measured how soon they are found.
  private static DemoProcess sick(int index) {
    var started = AHEAD.remove(index);
    if (started == null) started = SICK.get(index).start();
    if (ROUNDS == 1 && index + 1 < SICK.size()) AHEAD.put(index + 1, SICK.get(index + 1).start());
    return started;
  }

  @ParameterizedTest
  @MethodSource("sickPrograms")
  void sickPrograms_run_areFoundByNameInTime(int index) throws Exception {
    var together = SICK.get(index);
    var wanted = new TreeSet<>(together.ids());
    wanted.retainAll(collecting.detectors());
    try (var programs = sick(index)) {
      var watched = collecting.watch(programs);
      long late = lateness.nanos();
      try {
        await().untilAsserted(() -> {
          var found = collecting.diagnoses(watched);
          assertThat(wanted).as(() -> together + ", cannot tell: " + collecting.cannotTell(watched))
              .allSatisfy(id -> assertThat(found).as(id).anySatisfy(one -> isAsExpected(id, one)));
        });
      } finally {
        tally(together, wanted, watched);
      }
      if (ROUNDS == 1) return;
      var allowed = FOUND_WITHIN.plus(SICK_AFTER).plusNanos(lateness.nanos() - late);
      assertThat(wanted).allSatisfy(id -> assertThat(collecting.diagnoses(watched)).as(id)
          .filteredOn(one -> one.detector().equals(id))
          .anySatisfy(one -> assertThat(one.raisedAt()).isBefore(watched.attachedAt().plus(allowed))));
    }
  }

  private void tally(Together together, Set<String> wanted, Watched watched) {
    var all = collecting.diagnoses(watched);
    for (var id : wanted) {
      all.stream().filter(one -> one.detector().equals(id)).map(Diagnosis::raisedAt).min(Comparator.naturalOrder())
          .ifPresentOrElse(
              first -> TALLY.found(together.row(id), Duration.between(watched.attachedAt(), first)),
              () -> TALLY.missed(together.row(id)));
    }
  }

  private static String[] arguments(List<String> troubles, String... options) {
    var arguments = new ArrayList<>(List.of("trouble"));
    arguments.addAll(troubles);
    arguments.addAll(List.of("--instrument-port", "0"));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  private static void isAsExpected(String id, Diagnosis found) {
    var expected = Objects.requireNonNull(EXPECTED.get(id));
    assertThat(found.detector()).isEqualTo(id);
    assertThat(expected.kinds()).contains(found.subject().kind());
    assertThat(found.title()).isNotBlank();
    assertThat(found.sentence()).isNotBlank().endsWith(".");
    assertThat(found.advice()).isNotBlank().endsWith(".");
    assertThat(found.evidence()).isNotEmpty();
    if (expected.hasCause()) assertThat(found.causes()).isNotEmpty();
    var named = new StringBuilder(found.sentence()).append(' ').append(found.subject());
    found.causes().forEach(cause -> named.append(' ').append(cause));
    for (var name : expected.names()) assertThat(named).containsPattern(name);
  }

  /// In which nothing must be found.
  ///
  /// @param name in the table
  record Healthy(String name, List<String> arguments) {
    static Healthy of(Kind kind) {
      var ids = Troubles.all().stream().filter(kind::isOf).map(Trouble::id).toList();
      return new Healthy(kind.name().toLowerCase(Locale.ROOT),
          List.of(DiagnosisSuiteTest.arguments(ids, "--healthy", "--kind", kind.name())));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// One by one when it is repeated; in the short form the two that take the least of a machine together.
  static Stream<List<Healthy>> healthyPrograms() {
    var scheduler = new Healthy("scheduler", List.of("scheduler", "--instrument-port", "0"));
    var future = Healthy.of(Kind.FUTURE);
    var direct = Healthy.of(Kind.DIRECT);
    var virtual = Healthy.of(Kind.VIRTUAL);
    return ROUNDS == 1 ? Stream.of(List.of(scheduler, virtual), List.of(future), List.of(direct))
        : IntStream.range(0, ROUNDS).boxed()
            .flatMap(_ -> Stream.of(List.of(scheduler), List.of(future), List.of(direct), List.of(virtual)));
  }

  @ParameterizedTest
  @MethodSource("healthyPrograms")
  void healthyPrograms_run_nothingIsFound(List<Healthy> together) throws Exception {
    var running = new ArrayList<DemoProcess>();
    try {
      for (var program : together)
        running.add(DemoProcess.start(List.of(), program.arguments().toArray(String[]::new)));
      var watched = new LinkedHashMap<String, Watched>();
      for (int i = 0; i < running.size(); i++) {
        watched.put(together.get(i).name(), collecting.watch(running.get(i)));
      }
      nothingIsFoundIn(watched);
    } finally {
      running.forEach(DemoProcess::close);
    }
  }

  /// Looks for some seconds, during which the programs work.
  private void nothingIsFoundIn(Map<String, Watched> programs) {
    try {
      await().pollInterval(Duration.ofMillis(250)).during(HEALTHY_FOR).atMost(HEALTHY_FOR.multipliedBy(4))
          .untilAsserted(() -> assertThat(programs).allSatisfy((_, program) -> assertThat(found(program)).isEmpty()));
    } finally {
      programs.forEach((name, program) -> TALLY.healthy(name, found(program)));
    }
  }

  private List<String> found(Watched program) {
    return collecting.diagnoses(program).stream().map(one -> one.detector() + ": " + one.sentence()).toList();
  }
}
