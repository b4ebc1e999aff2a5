package dev.kioto.instrument.load;

import static dev.kioto.instrument.recorder.RecordLevel.COUNTS;
import static dev.kioto.instrument.recorder.RecordLevel.OFF;
import static dev.kioto.instrument.recorder.RecordLevel.TASKS;
import static dev.kioto.instrument.recorder.RecordLevel.TRACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import org.junit.jupiter.api.Test;

/// The cap on what the console's own threads take, second by second.
final class LevelTest {
  private static final double CAP = 0.25;
  private static final double HIGH = 0.3;
  private static final double MIDDLING = 0.2;
  private static final double LOW = 0.01;

  private final Recorder recorder = new Recorder(64);
  private final Level level = new Level(recorder, CAP, 0);

  private void seconds(int count, double share) {
    for (int i = 0; i < count; i++) {
      level.second(share);
    }
  }

  private void lower() {
    RecordLevel before = recorder.level();
    seconds(LevelCap.SECONDS_ABOVE, HIGH);
    assertThat(recorder.level()).isLessThan(before);
  }

  @Test
  void share_aboveTheCapForAWhile_lowersTheLevelStepByStep() {
    level.want(TRACE);
    seconds(LevelCap.SECONDS_ABOVE - 1, HIGH);
    assertThat(recorder.level()).isEqualTo(TRACE);
    assertThat(level.state().loweredBecause()).isEmpty();

    seconds(1, HIGH);
    assertThat(recorder.level()).isEqualTo(TASKS);
    seconds(LevelCap.SECONDS_ABOVE, HIGH);
    assertThat(recorder.level()).isEqualTo(COUNTS);
    assertThat(level.state()).isEqualTo(new LevelState(COUNTS, TRACE, level.state().loweredBecause(), 2, CAP));
    assertThat(level.state().loweredBecause()).isEqualTo("the console's own threads took 30 % of a processor for 3"
        + " seconds, more than the cap of 25 %: it records counts in place of tasks until they take less");
  }

  @Test
  void share_whileTheProgramStarts_doesNotCount() {
    var starting = new Level(recorder, CAP, LevelCap.WARM_UP_SECONDS);
    for (int i = 1; i < LevelCap.WARM_UP_SECONDS + LevelCap.SECONDS_ABOVE; i++) {
      starting.second(1.0);
    }
    assertThat(starting.state().inForce()).isEqualTo(TASKS);

    starting.second(1.0);
    assertThat(starting.state().inForce()).isEqualTo(COUNTS);
  }

  @Test
  void share_howeverHigh_leavesCounts() {
    level.want(TASKS);
    seconds(20 * LevelCap.SECONDS_ABOVE, 1.0);
    assertThat(recorder.level()).isEqualTo(COUNTS);
    assertThat(level.state().timesLowered()).isEqualTo(1);

    level.want(OFF);
    seconds(10, HIGH);
    assertThat(recorder.level()).isEqualTo(OFF);
  }

  @Test
  void peak_thatPasses_changesNothing() {
    level.want(TRACE);
    for (int i = 0; i < 20; i++) {
      seconds(LevelCap.SECONDS_ABOVE - 1, 1.0);
      seconds(1, CAP);
    }
    assertThat(recorder.level()).isEqualTo(TRACE);
  }

  @Test
  void level_thatWasLowered_isRaisedAfterARest_andNotBetween() {
    level.want(TRACE);
    lower();
    seconds(100, MIDDLING); // below the cap, but what is measured is what the lower level takes
    assertThat(recorder.level()).isEqualTo(TASKS);

    seconds(LevelCap.FIRST_REST_SECONDS - 1, LOW);
    assertThat(recorder.level()).isEqualTo(TASKS);
    seconds(1, LOW);
    assertThat(recorder.level()).isEqualTo(TRACE);
    assertThat(level.state().loweredBecause()).isEmpty();
    assertThat(level.state().timesLowered()).isEqualTo(1);
  }

  @Test
  void level_thatDoesNotHold_isTriedLessAndLessOften() {
    level.want(TASKS);
    lower();
    int rest = LevelCap.FIRST_REST_SECONDS;
    for (int i = 0; i < 10; i++) {
      seconds(rest - 1, LOW);
      assertThat(recorder.level()).isEqualTo(COUNTS);
      seconds(1, LOW);
      assertThat(recorder.level()).isEqualTo(TASKS);
      lower();
      rest = Math.min(2 * rest, LevelCap.LONGEST_REST_SECONDS);
    }
    assertThat(rest).isEqualTo(LevelCap.LONGEST_REST_SECONDS);
  }

  @Test
  void level_thatHolds_isTrustedAgain() {
    level.want(TASKS);
    lower();
    seconds(LevelCap.FIRST_REST_SECONDS, LOW);
    lower();
    seconds(2 * LevelCap.FIRST_REST_SECONDS, LOW);
    assertThat(recorder.level()).isEqualTo(TASKS);

    seconds(LevelCap.PROOF_SECONDS, LOW);
    lower();
    seconds(LevelCap.FIRST_REST_SECONDS, LOW);
    assertThat(recorder.level()).isEqualTo(TASKS);
  }

  @Test
  void levelThatIsAskedFor_isInForceAtOnce_alsoWhileLowered() {
    level.want(TRACE);
    lower();
    level.want(TRACE);
    assertThat(recorder.level()).isEqualTo(TRACE);
    assertThat(level.state().loweredBecause()).isEmpty();
    lower();
    level.want(COUNTS);
    assertThat(level.state().inForce()).isEqualTo(COUNTS);
    seconds(LevelCap.LONGEST_REST_SECONDS, LOW);
    assertThat(recorder.level()).isEqualTo(COUNTS);
  }

  @Test
  void levelThatIsSetAtTheRecorder_isTheOneThatIsWanted() {
    lower();
    recorder.setLevel(TRACE);
    assertThat(level.state()).isEqualTo(new LevelState(TRACE, TRACE, "", 1, CAP));
    seconds(1, LOW);
    assertThat(recorder.level()).isEqualTo(TRACE);
  }

  @Test
  void noCap_lowersNothing() {
    var free = new Level(recorder, 0, 0);
    free.want(TRACE);
    for (int i = 0; i < 100; i++) {
      free.second(2.0);
    }
    assertThat(recorder.level()).isEqualTo(TRACE);
  }
}
