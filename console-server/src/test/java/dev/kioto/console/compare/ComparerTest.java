package dev.kioto.console.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.Finding.Verdict;
import dev.kioto.console.api.lab.LabRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of runs whose truth is known.
final class ComparerTest {

  private static final List<Arm> TWO = arms("A", "B");
  private static final List<
      String> MEASURES = List.of("load.throughput", "delay.p50", "delay.p90", "delay.p99", "delay.max",
          "poll.p50", "poll.p99", "cpu", "allocation", "memory", "steals", "parks", "switches", "workers.busy",
          "workers.imbalance", "latency.p50", "latency.p99", "polls", "gc.time", "queue.depth");

  private static List<Arm> arms(String... letters) {
    var arms = new ArrayList<Arm>();
    for (var letter : letters) arms.add(new Arm(letter, "copy=" + letter, Map.of("copy", letter), letter.equals("A")));
    return arms;
  }

  private static LabRun run(int round, String arm, Map<String, Double> measures) {
    return new LabRun(round + "-" + arm, round, arm, null, Instant.EPOCH, Instant.EPOCH, 10, null, measures, Map.of(),
        List.of(), null, List.of(), List.of());
  }

  private static LabRun failed(int round, String arm) {
    return new LabRun(round + "-" + arm, round, arm, "it broke", Instant.EPOCH, null, 0, null, Map.of("cpu", 99.0),
        Map.of(),
        List.of(), null, List.of(), List.of("boom"));
  }

  /// Runs of a machine that gets slower, with now and then a run that is far off, and measures that go up and down together.
  private static List<LabRun> noisy(Random random, int rounds, List<Arm> arms, Map<String, Double> effectOfB) {
    var runs = new ArrayList<LabRun>();
    for (int round = 1; round <= rounds; round++) {
      double drift = 1 + 0.02 * round + 0.05 * random.nextGaussian();
      for (var arm : arms) {
        double common = Math.exp(0.05 * random.nextGaussian()) * (random.nextInt(15) == 0 ? 1.6 : 1);
        var measures = new TreeMap<String, Double>();
        for (var measure : MEASURES) {
          double effect = arm.letter().equals("B") ? effectOfB.getOrDefault(measure, 1.0) : 1;
          measures.put(measure, 1000 * drift * common * effect * Math.exp(0.04 * random.nextGaussian()));
        }
        runs.add(run(round, arm.letter(), measures));
      }
    }
    return runs;
  }

  private static Comparison compared(List<Arm> arms, List<LabRun> runs) {
    return Comparer.compare(arms, "A", runs, List.of());
  }

  private static Finding of(Comparison comparison, String measure) {
    return comparison.findings().stream().filter(finding -> finding.measure().equals(measure)).findFirst()
        .orElseThrow();
  }

  private static int falseAlarms(int experiments, int rounds, List<Arm> arms) {
    var random = new Random(20_261);
    int alarms = 0;
    for (int i = 0; i < experiments; i++) {
      var comparison = compared(arms, noisy(random, rounds, arms, Map.of()));
      if (comparison.findings().stream().anyMatch(finding -> finding.verdict() != Verdict.NONE)) alarms++;
    }
    return alarms;
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 8})
  void aAgainstA_showsNoDifferenceInNineteenOfTwentyExperiments(int rounds) {
    // 300 experiments at 5 %: 15 expected; more than 26 happen once in 300 such tests by chance, and the numbers are always the same.
    assertThat(falseAlarms(300, rounds, TWO)).isLessThanOrEqualTo(26);
  }

  @Test
  void aAgainstThreeCopies_showsNoDifferenceEither() {
    assertThat(falseAlarms(150, 8, arms("A", "B", "C", "D"))).isLessThanOrEqualTo(15);
  }

  @Test
  void oneMeasureAtATime_wouldCryWolf() {
    // What is not done: Student's t of each measure by itself, with 8 rounds.
    var random = new Random(20_261);
    int alarms = 0;
    for (int i = 0; i < 300; i++) {
      var runs = noisy(random, 8, TWO, Map.of());
      boolean alarm = false;
      for (var measure : MEASURES) {
        var differences = new double[8];
        for (var run : runs) {
          double log = Math.log(run.measures().getOrDefault(measure, Double.NaN));
          differences[run.round() - 1] += run.arm().equals("A") ? -log : log;
        }
        alarm |= Math.abs(SignFlips.t(differences)) > 2.365;
      }
      if (alarm) alarms++;
    }
    assertThat(alarms).isGreaterThan(45);
  }

  @Test
  void effectsThatAreThere_areShownWithTheirSignAndAnIntervalWithoutZero() {
    var comparison = compared(TWO,
        noisy(new Random(7), 10, TWO, Map.of("delay.p99", 0.5, "load.throughput", 1.4, "cpu", 1.5)));

    var delay = of(comparison, "delay.p99");
    assertThat(delay.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(delay.low()).isLessThan(-0.5).isGreaterThan(-1);
    assertThat(delay.high()).isGreaterThan(-0.5).isLessThan(0);
    var throughput = of(comparison, "load.throughput");
    assertThat(throughput.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(throughput.low()).isPositive().isLessThan(0.4);
    assertThat(throughput.high()).isGreaterThan(0.4);
    assertThat(of(comparison, "cpu").verdict()).isEqualTo(Verdict.DIFFERS);
    assertThat(comparison.findings().getFirst().measure()).isEqualTo("delay.p99");
    assertThat(comparison.findings().stream().filter(finding -> finding.verdict() != Verdict.NONE)).hasSize(3);
  }

  @Test
  void whatGotWorse_isCalledSo() {
    var comparison = compared(TWO, noisy(new Random(8), 10, TWO, Map.of("delay.p99", 3.0)));
    var delay = of(comparison, "delay.p99");
    assertThat(delay.verdict()).isEqualTo(Verdict.WORSE);
    assertThat(delay.sentence()).startsWith("Scheduling delay, p99: ").contains(" with B, ")
        .contains("% more, worse (+");
  }

  @Test
  void fewerThanSixRounds_showNothingAndSayWhy() {
    var comparison = compared(TWO, noisy(new Random(9), 5, TWO, Map.of("cpu", 100.0)));
    assertThat(comparison.findings()).allMatch(finding -> finding.verdict() == Verdict.NONE && finding.low() == null);
    assertThat(comparison.notes()).containsExactly(
        "No difference can be shown: that takes 6 rounds at least, as with fewer every outcome is likely by chance.");
  }

  @Test
  void aFailedRun_leavesOutItsRoundAlone() {
    var runs = new ArrayList<>(noisy(new Random(10), 8, TWO, Map.of("cpu", 4.0)));
    runs.removeIf(run -> run.id().equals("3-B"));
    runs.add(failed(3, "B"));
    var cpu = of(compared(TWO, runs), "cpu");
    assertThat(cpu.rounds()).isEqualTo(7);
    assertThat(cpu.verdict()).isEqualTo(Verdict.DIFFERS);
    assertThat(cpu.change()).isBetween(2.0, 4.0);
  }

  @Test
  void measuresThatAreSometimesZero_areComparedByTheirDifference() {
    var runs = new ArrayList<LabRun>();
    for (int round = 1; round <= 8; round++) {
      runs.add(run(round, "A", Map.of("load.errors", 0.0)));
      runs.add(run(round, "B", Map.of("load.errors", 5.0 + round % 2)));
    }
    var errors = of(compared(TWO, runs), "load.errors");
    assertThat(errors.isRelative()).isFalse();
    assertThat(errors.change()).isEqualTo(5.5);
    assertThat(errors.verdict()).isEqualTo(Verdict.WORSE);
  }

  @Test
  void valuesThatAreAllAlike_areNoDifference() {
    var runs = new ArrayList<LabRun>();
    for (int round = 1; round <= 8; round++) {
      for (var arm : TWO) runs.add(run(round, arm.letter(), Map.of("steals", 0.0, "cpu", 1.0)));
    }
    assertThat(compared(TWO, runs).findings()).hasSize(2).allMatch(finding -> finding.verdict() == Verdict.NONE);
  }

  @Test
  void anotherBaseline_turnsTheSignsAround() {
    var runs = noisy(new Random(11), 8, TWO, Map.of("cpu", 2.0));
    var there = of(Comparer.compare(TWO, "A", runs, List.of()), "cpu");
    var back = of(Comparer.compare(TWO, "B", runs, List.of()), "cpu");
    assertThat((1 + there.change()) * (1 + back.change())).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-9));
    assertThatThrownBy(() -> Comparer.compare(TWO, "Q", runs, List.of())).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no 'Q' in this experiment: there are A, B");
  }

  @Test
  void valuesThatChangeSlowly_areAlikeFromOneToTheNext_andThoseOfChanceAreNot() {
    var walk = new ArrayList<Double>();
    var chance = new ArrayList<Double>();
    var random = new Random(7);
    double place = 0;
    for (int i = 0; i < 100; i++) {
      place += random.nextGaussian();
      walk.add(place);
      chance.add(random.nextGaussian());
    }
    assertThat(Drift.autocorrelation(walk)).isGreaterThan(0.8);
    assertThat(Drift.autocorrelation(chance)).isBetween(-0.25, 0.25);
    assertThat(Drift.autocorrelation(List.of(1.0, 1.0, 1.0))).isZero();
  }
}
