package dev.kioto.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.bench.Comparison.Effort;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// That each benchmark runs and that the rows are well formed. Says nothing about speed.
final class BenchmarksTest {

  @Test
  void everyBenchmark_namesMethodsThatExist() throws ReflectiveOperationException {
    var names = new HashSet<String>();
    for (var benchmark : Benchmarks.ALL) {
      assertThat(names.add(benchmark.name())).as("%s is listed once", benchmark.name()).isTrue();
      for (String method : new String[] {benchmark.subjectMethod(), benchmark.peerMethod()}) {
        int dot = method.lastIndexOf('.');
        assertThat(Class.forName(method.substring(0, dot)).getMethod(method.substring(dot + 1))).isNotNull();
      }
    }
  }

  @Test
  void comparison_shortestEffort_measuresBoth() {
    var row = Comparison.run(Benchmarks.ALL.getFirst(), new Effort(1, 0, 1, 50));

    assertThat(row.subjectMedian()).isPositive();
    assertThat(row.peerMedian()).isPositive();
    assertThat(row.ratio()).isPositive();
    assertThat(row.runs()).isEqualTo(1);
  }

  @Test
  void unknownName_isAUsageErrorThatListsTheNames() {
    var err = new StringWriter();
    int status = new CommandLine(new Main()).setErr(new PrintWriter(err)).execute("no-such");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("unknown benchmark 'no-such'").contains("yield-many-future");
  }
}
