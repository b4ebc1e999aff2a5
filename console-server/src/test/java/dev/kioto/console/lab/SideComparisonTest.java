package dev.kioto.console.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment.State;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.Finding.Verdict;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.CollectorSettings;
import dev.kioto.console.collector.Past;
import dev.kioto.console.collector.SyntheticRecording;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;

/// Comparisons of recordings whose times are known, and of programs that do nothing.
@Timeout(60)
final class SideComparisonTest {

  private static final long US = 1_000;

  private final Collector collector = new Collector(CollectorSettings.DEFAULT);
  private final Past past = new Past(null);

  @TempDir
  private Path folder = Path.of("");

  @AfterEach
  void closeCollector() {
    collector.close();
  }

  private WatchedTarget recording(String name, int seconds, int slowFrom, long seed) throws Exception {
    var file = SyntheticRecording.write(folder.resolve(name), seconds,
        second -> second <= slowFrom ? 10 * US : 20 * US, seed);
    return collector.attach("file:" + file).target();
  }

  private static Side stretch(WatchedTarget target, long from, long to) {
    return new Side(target, from + " to " + to, SyntheticRecording.START.plusSeconds(from),
        SyntheticRecording.START.plusSeconds(to));
  }

  private Comparison compare(Side baseline, Side other) throws Exception {
    var made = SideComparison.create(folder, baseline, other, null, past).run(_ -> {});
    assertThat(made.state()).isEqualTo(State.FINISHED);
    return LabArchive.in(folder).comparison(made.id(), null);
  }

  private static @Nullable Finding finding(Comparison comparison, String measure) {
    return comparison.findings().stream().filter(finding -> finding.measure().equals(measure)).findFirst().orElse(null);
  }

  @Test
  void twoStretchesOfARecording_ofWhichOneIsTwiceAsSlow_differByThat_andInNothingElse() throws Exception {
    var target = recording("one.kiorec", 60, 30, 1);
    var comparison = compare(stretch(target, 0, 30), stretch(target, 30, 60));

    assertThat(comparison.rounds()).isEqualTo(12);
    var slower = finding(comparison, "poll.p50");
    assertThat(slower).isNotNull();
    assertThat(slower.verdict()).isEqualTo(Verdict.WORSE);
    assertThat(slower.change()).isCloseTo(1, within(0.1));
    assertThat(comparison.findings()).filteredOn(finding -> !finding.measure().startsWith("poll."))
        .isNotEmpty().allMatch(finding -> finding.verdict() == Verdict.NONE);
    assertThat(comparison.notes()).anyMatch(note -> note.contains("cut into 12 slices"));
  }

  @Test
  void aStretchThatGetsSlowerAllTheTime_isNamed() throws Exception {
    var file = SyntheticRecording.write(folder.resolve("ramp.kiorec"), 60,
        second -> (second <= 30 ? 10 : second - 20) * US, 1);
    var target = collector.attach("file:" + file).target();

    assertThat(compare(stretch(target, 0, 30), stretch(target, 30, 60)).notes())
        .anyMatch(
            note -> note.startsWith("Slices that follow each other are alike") && note.contains("poll time, p50"));
    var steady = recording("steady.kiorec", 60, 30, 2);
    assertThat(compare(stretch(steady, 0, 30), stretch(steady, 30, 60)).notes())
        .noneMatch(note -> note.contains("poll time, p50"));
  }

  @Test
  void twoRecordingsOfTheSame_showNoDifference() throws Exception {
    int shown = 0;
    for (int seed = 0; seed < 8; seed++) {
      var one = recording("a" + seed + ".kiorec", 30, 30, 100 + seed);
      var other = recording("b" + seed + ".kiorec", 30, 30, 200 + seed);
      var comparison = compare(new Side(one, "one", null, null), new Side(other, "other", null, null));
      if (comparison.findings().stream().anyMatch(finding -> finding.verdict() != Verdict.NONE)) shown++;
    }
    assertThat(shown).isLessThanOrEqualTo(1);
  }

  @Test
  void whatCannotBeCompared_isNamedBeforeAnythingIsMeasured() throws Exception {
    var target = recording("one.kiorec", 60, 60, 1);
    refused(stretch(target, 0, 30), stretch(target, 30, 90), null, "'30 to 90' is kept from ");
    refused(stretch(target, 0, 30), stretch(target, 31, 32), null, "a stretch must be 2.50s long at least, but that of "
        + "'31 to 32' is 1.00s");
    refused(stretch(target, 0, 30), stretch(target, 30, 20), null, "a stretch must be 2.50s long at least");
    refused(stretch(target, 0, 30), stretch(target, 30, 60), Duration.ofSeconds(10),
        "a duration is for programs that run");
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().build())) {
      var running = collector.attach(program.address()).target();
      var now = new Side(running, "it", null, null);
      refused(now, now, null, "both sides are 'it' from now on");
      refused(now, stretch(running, 0, 10), null, "nothing is kept of '0 to 10'");
      refused(now, stretch(target, 0, 30), Duration.ofSeconds(1),
          "the duration must be from 2.50s to 1 hour, but is 1.00s");
    }
    assertThat(LabArchive.in(folder).experiments()).isEmpty();
  }

  private void refused(Side one, Side other, @Nullable Duration time, String why) {
    assertThatExceptionOfType(LabException.class)
        .isThrownBy(() -> SideComparison.create(folder, one, other, time, past))
        .withMessageContaining(why).matches(refused -> refused.kind() == LabException.Kind.BAD_SPEC);
  }

  @Test
  void programsThatRun_areMeasuredBothAtOnce_andOneThatTellsNothingIsSaidToHaveFailed() throws Exception {
    var recorded = recording("one.kiorec", 30, 30, 1);
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().build())) {
      var running = new Side(collector.attach(program.address()).target(), "it", null, null);
      var made = SideComparison.create(folder, running, new Side(recorded, "recorded", null, null),
          Slices.SHORTEST, past).run(_ -> {});

      var runs = LabArchive.in(folder).runs(made.id());
      assertThat(runs).hasSize(2);
      assertThat(runs.getFirst().problem()).isEqualTo("the program told nothing in this slice");
      assertThat(runs.getLast().problem()).isNull();
      assertThat(runs.getLast().measures()).containsKeys("polls", "poll.p99", "delay.max");
      assertThat(List.of(made.arms().getFirst().letter(), made.arms().getLast().letter())).containsExactly("A", "B");
    }
  }
}
