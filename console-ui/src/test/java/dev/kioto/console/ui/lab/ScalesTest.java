package dev.kioto.console.ui.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.ui.chart.LogScale;
import dev.kioto.console.ui.fake.FakeLab;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ScalesTest {
  @Test
  void bend_halfAndDouble_areAsFarFromZero() {
    var bend = Bend.over(List.of(finding(1.0, 0.5, 3.0)));

    assertThat(bend.share(0)).isEqualTo(0.5);
    assertThat(bend.share(1) - 0.5).isCloseTo(0.5 - bend.share(-0.5), within(1e-9));
    assertThat(bend.share(3)).isBetween(0.9, 1.0);
    assertThat(bend.share(-1)).isZero();
    assertThat(bend.ticks()).extracting(Bend.Tick::change).contains(0.0, 1.0).doesNotContain(9.0);
  }

  @Test
  void bend_withoutFindings_hasAnAxis() {
    assertThat(Bend.over(List.of()).share(0.05)).isBetween(0.6, 0.9);
  }

  @Test
  void density_bucketsOfAnyWidth_addUpToOne() {
    var scale = LogScale.over(100, 90_000);

    double[] shares = Density.of(List.of(new LabRun.Bucket(100, 120, 30), new LabRun.Bucket(1_000, 60_000, 70)), scale);

    assertThat(scale).isEqualTo(new LogScale(2, 5));
    assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(0.08)); // a quarter of the first bin is smoothed away
  }

  @Test
  void logScale_ofOneValue_isAPowerOfTenLong() {
    assertThat(LogScale.over(1_000, 1_000)).isEqualTo(new LogScale(3, 4));
    assertThat(LogScale.label(4)).isEqualTo("10 µs");
    assertThat(LogScale.label(11)).isEqualTo("100 s");
    assertThat(new LogScale(2, 4).nanos(new LogScale(2, 4).share(700))).isCloseTo(700, within(1e-6));
  }

  @Test
  void matrix_ofTwoSettings_isCrossed_andRanksTheBestAtZero() {
    var arms = Objects.requireNonNull(FakeLab.experiment("1")).arms();

    var delay = SettingMatrix.of(arms, FakeLab.comparison("A"), "delay.p99");
    var throughput = SettingMatrix.of(arms, FakeLab.comparison("A"), "load.throughput");

    assertThat(delay.corner()).isEqualTo("scheduler ↓\nworker-threads →");
    assertThat(delay.columns()).containsExactly("2", "4", "8");
    assertThat(delay.rows()).extracting(SettingMatrix.Row::title).containsExactly("kioto", "jdk");
    var best = Objects.requireNonNull(delay.rows().getFirst().cells().get(1));
    assertThat(best.arm().letter()).isEqualTo("B");
    assertThat(best.share()).isZero();
    assertThat(Objects.requireNonNull(delay.rows().getLast().cells().getLast()).share()).isEqualTo(1);
    var little = Objects.requireNonNull(throughput.rows().getFirst().cells().get(1));
    assertThat(little.share()).as("the best by less than a double").isBetween(0.1, 0.4);
    assertThat(throughput.better()).isEqualTo(Measure.Better.HIGHER);
  }

  @Test
  void matrix_ofOneSetting_isAList_andOfAnUnknownMeasureEmpty() {
    var arms = Objects.requireNonNull(FakeLab.experiment("1")).arms().stream().limit(3)
        .map(arm -> new Arm(arm.letter(), arm.label(), Map.of("x", arm.letter()), arm.isBaseline())).toList();

    assertThat(SettingMatrix.of(arms, FakeLab.comparison("A"), "memory").rows()).hasSize(3);
    assertThat(SettingMatrix.of(arms, FakeLab.comparison("A"), "nothing").rows()).isEmpty();
  }

  private static Finding finding(double change, double low, double high) {
    return new Finding("m", "B", 1, 2, true, change, low, high, 8, Finding.Verdict.DIFFERS, "It differs.");
  }
}
