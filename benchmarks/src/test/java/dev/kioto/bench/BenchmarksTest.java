package dev.kioto.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.bench.Benchmarks.Benchmark;
import dev.kioto.bench.Benchmarks.Memory;
import dev.kioto.bench.Benchmarks.Paired;
import dev.kioto.bench.Benchmarks.Timed;
import dev.kioto.bench.Benchmarks.Watched;
import dev.kioto.bench.Comparison.Effort;
import dev.kioto.bench.collector.CollectorBenchmark;
import dev.kioto.bench.collector.CollectorEffort;
import dev.kioto.bench.collector.Goal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/// That each benchmark runs and that the rows are well formed. Says nothing about speed.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class BenchmarksTest {
  private static final Effort SHORTEST = new Effort(1, 0, 1, 50, 1_000, 1, 2);

  @Test
  void everyBenchmark_namesMethodsThatExist() throws ReflectiveOperationException {
    var names = new HashSet<String>();
    for (var benchmark : Benchmarks.ALL) {
      assertThat(names.add(benchmark.name())).as("%s is listed once", benchmark.name()).isTrue();
      for (String method : methods(benchmark)) {
        int dot = method.lastIndexOf('.');
        assertThat(Class.forName(method.substring(0, dot)).getMethods()).extracting(Method::getName).as(method)
            .contains(method.substring(dot + 1)); // some take what JMH hands them
      }
    }
  }

  private static List<String> methods(Benchmark benchmark) {
    return switch (benchmark) {
      case Timed timed -> List.of(timed.subjectMethod(), timed.peerMethod());
      case Watched watched -> List.of(watched.method());
      default -> List.of();
    };
  }

  @Test
  void watched_shortestEffort_measuresEachLevelBesideNone() {
    var watched = (Watched) Benchmarks.named("instrumentation-chained-spawn").getFirst();

    var rows = WatchComparison.run(watched, SHORTEST);

    assertThat(rows).extracting(Comparison.Row::subject).containsExactly("level off", "level off", "level counts",
        "level counts", "level tasks", "level tasks", "level trace", "level trace");
    assertThat(rows).extracting(Comparison.Row::unit).contains("ns/op", "CPU ns/op");
    assertThat(rows).allSatisfy(row -> {
      assertThat(row.subjectMedian()).isPositive();
      assertThat(row.peerMedian()).isPositive();
    });
  }

  @Test
  void time_shortestEffort_measuresBothAndWhatTheyAllocate() {
    var rows = Comparison.run(only("spawn-many-local-future"), SHORTEST);

    assertThat(rows).singleElement().satisfies(row -> {
      assertThat(row.unit()).isEqualTo("ns/op");
      assertThat(row.subjectMedian()).isPositive();
      assertThat(row.peerMedian()).isPositive();
      assertThat(row.ratio()).isPositive();
      assertThat(row.runs()).isEqualTo(1);
      assertThat(row.subjectBytes()).isPositive();
      assertThat(row.peerBytes()).isPositive();
    });
  }

  @Test
  void snapshot_aThousandTasks_measuresFirstAndThirdConsole() {
    var rows = Comparison.run(only("console-snapshot"), SHORTEST);

    assertThat(rows).extracting(Comparison.Row::unit).containsExactly("ms, first console", "ms, third console",
        "ms, one that decodes", "MiB");
    assertThat(rows).allSatisfy(row -> assertThat(row.subjectMedian()).isPositive());
  }

  @Test
  void memory_aThousandTasks_measuresHeapAndResidentSet() {
    var rows = Comparison.run(only("memory-direct"), SHORTEST);

    assertThat(rows).extracting(Comparison.Row::unit).containsExactly("heap B/task", "RSS B/task");
    assertThat(rows.getFirst().subjectMedian()).isPositive();
    assertThat(rows.getFirst().peerMedian()).isPositive();
  }

  @Test
  void timers_aThousand_measuresCostAndLateness() {
    var rows = Comparison.run(only("timers"), SHORTEST);

    assertThat(rows).hasSize(6).allSatisfy(row -> {
      assertThat(row.subjectMedian()).isPositive();
      assertThat(row.peerMedian()).isPositive();
    });
  }

  @Test
  void copies_ofOneMebibyte_measureTimeAndProcessorTime() {
    var rows = Comparison.run(only("net-copy-file"), SHORTEST);

    assertThat(rows).extracting(Comparison.Row::unit).containsExactly("ms", "CPU ms");
    assertThat(rows.getFirst().subjectMedian()).isPositive();
    assertThat(rows.getFirst().peerMedian()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(CollectorBenchmark.class)
  void collector_aThousandTasks_measuresEachFigureBesideItsGoal(CollectorBenchmark benchmark) {
    var goals = benchmark.run(new CollectorEffort(1_000, 2, 1, 50, 5, 2));

    assertThat(goals).extracting(Goal::benchmark).containsOnly(benchmark.title());
    if (benchmark != CollectorBenchmark.PAST) { // which has none
      assertThat(goals).extracting(Goal::goal).anySatisfy(goal -> assertThat(goal).isNotNull());
    }
    assertThat(goals).extracting(Goal::figure).allSatisfy(figure -> assertThat(figure).isNotNegative());
    if (benchmark == CollectorBenchmark.LOAD) {
      assertThat(goals).allMatch(Goal::met); // they say that nothing was lost; the others, how fast this machine is
    }
  }

  private static Paired only(String name) {
    var found = Benchmarks.named(name);
    assertThat(found).hasSize(1);
    return (Paired) found.getFirst();
  }

  @Test
  void name_beginningOfSeveral_standsForThemAll() {
    assertThat(Benchmarks.named("yield-many")).extracting(Benchmark::name)
        .containsExactly("yield-many-future", "yield-many-direct");
    assertThat(Benchmarks.named("memory")).hasSize(3).allMatch(Memory.class::isInstance);
    assertThat(Benchmarks.named("all")).isEqualTo(Benchmarks.ALL);
    assertThat(Benchmarks.named("yield")).containsExactlyElementsOf(Benchmarks.named("yield-many"));
  }

  @Test
  void unknownName_isAUsageErrorThatListsTheNames() {
    var err = new StringWriter();
    int status = new CommandLine(new Main()).setErr(new PrintWriter(err)).execute("no-such");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("unknown benchmark 'no-such'").contains("yield-many-future");
  }

  @Test
  void unknownSubject_isAUsageErrorThatListsTheSubjects() {
    var err = new StringWriter();
    int status = new CommandLine(new Main()).setErr(new PrintWriter(err)).execute("net-echo", "--subjects", "tokio");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("unknown subject 'tokio'").contains("kioto-future, kioto-direct");
  }

  @Test
  void brief_ofSeveral_standsForThoseThatAreMeantForIt() {
    assertThat(Benchmarks.inBrief("net-echo")).extracting(Benchmark::name)
        .containsExactly("net-echo-1-64b", "net-echo-64-64b");
    assertThat(Benchmarks.inBrief("net-echo-1000-16k")).hasSize(1);
    assertThat(Benchmarks.inBrief("yield-many")).isEqualTo(Benchmarks.named("yield-many"));
  }
}
