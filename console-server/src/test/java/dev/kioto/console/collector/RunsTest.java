package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.Retention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunsTest {

  private Instant now = Instant.ofEpochSecond(1_800_000_000);
  private final Runs runs = new Runs(new Retention(Duration.ofMinutes(5), 10, 10), new Clock() {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  });

  @Test
  void formerRun_isKeptUntilItsRetentionEnds() {
    runs.begin(program("a"));
    var model = runs.current().model();
    runs.begin(program("b"));

    assertThat(runs.all()).extracting(Run::id).containsExactly("b", "a");
    assertThat(runs.find("a")).extracting(Run::model).isSameAs(model);
    now = now.plus(Duration.ofMinutes(5));
    assertThat(runs.find("a")).isNull();
    assertThat(runs.all()).extracting(Run::id).containsExactly("b");
  }

  @Test
  void sameRun_isResumed() {
    runs.begin(program("a"));
    var model = runs.current().model();
    runs.begin(program("a"));

    assertThat(runs.current().model()).isSameAs(model);
    assertThat(runs.all()).hasSize(1);
  }

  @Test
  void programThatRestartsAgainAndAgain_leavesAFewRuns() {
    for (int i = 0; i < 100; i++) runs.begin(program("run-" + i));

    assertThat(runs.all()).extracting(Run::id).containsExactly("run-99", "run-98", "run-97", "run-96", "run-95");
  }

  @Test
  void runThatComesBack_isPresentAgain_andListedOnce() {
    runs.begin(program("a"));
    var model = runs.current().model();
    runs.begin(program("b"));
    runs.begin(program("a"));

    assertThat(runs.current().model()).isSameAs(model);
    assertThat(runs.all()).extracting(Run::id).containsExactly("a", "b");
  }

  private static Program program(String runId) {
    return new Program("shop", runId, 1, null, "", "", Set.of());
  }
}
