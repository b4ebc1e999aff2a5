package dev.kioto.console.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class LoadOutputTest {

  private static Map<String, Double> read(String output, String text) {
    return Objects.requireNonNull(LoadOutput.named(output)).read(text.lines().toList());
  }

  @Test
  void wrk_tellsThroughputPercentilesAndErrors() {
    var read = read("wrk", """
        Running 3s test @ http://127.0.0.1:8080/
          1 threads and 64 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     1.52ms    0.90ms  21.02ms   78.12%
            Req/Sec    42.64k     3.11k   49.10k    73.33%
          Latency Distribution
             50%    1.31ms
             75%    1.90ms
             90%    2.61ms
             99%    4.75ms
          127284 requests in 3.00s, 15.54MB read
          Socket errors: connect 0, read 3, write 0, timeout 2
        Requests/sec:  42403.51
        Transfer/sec:      5.18MB
        """);
    assertThat(read).containsEntry("load.throughput", 42403.51).containsEntry("latency.p50", 1.31e6)
        .containsEntry("latency.p99", 4.75e6).containsEntry("latency.max", 21.02e6).containsEntry("load.errors", 5.0);
  }

  @Test
  void redisBenchmark_tellsTheSumOfItsRates_andTheWorstPercentiles() {
    var read = read("redis-benchmark", """
        "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
        "SET","81234.77","0.322","0.080","0.311","0.503","0.783","2.103"
        "GET","90123.00","0.291","0.072","0.279","0.463","0.711","3.327"
        """);
    assertThat(read).containsEntry("load.throughput", 81234.77 + 90123.00).containsEntry("latency.p99", 783_000.0)
        .containsEntry("latency.max", 3_327_000.0);
  }

  @Test
  void whatIsNoOutputOfTheTool_tellsNothing() {
    assertThat(read("wrk", "connection refused\n\n\u0000 99% lies")).isEmpty();
    assertThat(read("redis-benchmark", "\"a\",\"rps\"\n\"b\",\"many\"")).isEmpty();
    assertThat(LoadOutput.named("ab")).isNull();
    assertThat(LoadOutput.named(null)).isEqualTo(LoadOutput.NONE);
    assertThat(List.of(LoadOutput.values())).hasSize(LoadOutput.names().size());
  }
}
