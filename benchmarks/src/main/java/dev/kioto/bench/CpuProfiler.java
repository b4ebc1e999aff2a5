package dev.kioto.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/// The processor time of the whole process for an operation: of its workers, of those who observe them, of the collector.
public final class CpuProfiler implements InternalProfiler {
  static final String NANOS = "cpu.norm";

  private long before;

  /// Called by JMH.
  public CpuProfiler() {}

  @Override
  public String getDescription() {
    return "Processor time of the process";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = cpuNanos();
  }

  @Override
  public Collection<ScalarResult> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
      IterationResult result) {
    double nanos = cpuNanos() - before;
    return List.of(
        new ScalarResult(NANOS, nanos / result.getMetadata().getAllOps(), "ns/op", AggregationPolicy.AVG));
  }

  private static long cpuNanos() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system == null ? 0 : system.getProcessCpuTime();
  }
}
