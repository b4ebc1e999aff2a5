package dev.kioto.console.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskStats;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChecksTest {

  private static final long NEVER = TaskRecord.ABSENT;
  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 100 * SECOND;

  @ParameterizedTest
  @CsvSource({"99, 99, CANNOT_TELL_YET", "100, 51, RAISED", "100, 50, CLEAR", "1000, 0, CLEAR"})
  void selfWakes_moreThanHalfOfEnough_areRaised(long wakes, long own, Finding expected) {
    assertThat(check("self-wakes", "task", stats(NEVER, 5, wakes, own, 1, 0, NOW - 5, NOW - 4))).isEqualTo(expected);
  }

  @Test
  void lostWaker_idleForLongWithoutAWaker_isRaised() {
    var lost = stats(NEVER, 3, 3, 0, 4, 4, NOW - 3 * SECOND, NOW - 2 * SECOND);

    assertThat(check("lost-waker", "task", lost)).isEqualTo(Finding.RAISED);
    assertThat(check("lost-waker", "direct", lost)).as("unpark needs no waker").isEqualTo(Finding.CLEAR);
  }

  @Test
  void lostWaker_justPolled_cannotBeToldYet() {
    assertThat(check("lost-waker", "task", stats(NEVER, 3, 3, 0, 4, 4, NOW - 20, NOW - 10)))
        .isEqualTo(Finding.CANNOT_TELL_YET);
  }

  @ParameterizedTest
  @CsvSource({"5, 4, 3", "4, 4, 0"})
  void lostWaker_withAWakerOrNeverPolled_isClear(long clones, long drops, long polls) {
    assertThat(
        check("lost-waker", "task", stats(NEVER, polls, 3, 0, clones, drops, NOW - 3 * SECOND, NOW - 2 * SECOND)))
        .isEqualTo(Finding.CLEAR);
  }

  @Test
  void neverYielded_longInItsFirstPoll_isRaised() {
    assertThat(check("never-yielded", "direct", stats(NEVER, 1, 0, 0, 1, 0, NOW - SECOND, NEVER)))
        .isEqualTo(Finding.RAISED);
    assertThat(check("never-yielded", "direct", stats(NEVER, 1, 0, 0, 1, 0, NOW - SECOND + 1, NEVER)))
        .isEqualTo(Finding.CANNOT_TELL_YET);
    assertThat(check("never-yielded", "direct", stats(NEVER, 2, 1, 0, 1, 0, NOW - SECOND, NOW - 2 * SECOND)))
        .isEqualTo(Finding.CLEAR);
  }

  @ParameterizedTest
  @CsvSource({"blocking", "block_on"})
  void checks_ofTasksThatAreNotAsync_raiseNothing(String kind) {
    assertThat(raised(kind, stats(NEVER, 1, 0, 0, 0, 0, NOW - 50 * SECOND, NEVER))).isEmpty();
    assertThat(raised(kind, stats(NEVER, 1, 500, 500, 0, 0, NOW - 50 * SECOND, NOW - 40 * SECOND))).isEmpty();
  }

  @Test
  void checks_ofACompletedTask_raiseNothing() {
    assertThat(raised("task", stats(NOW - SECOND, 1, 500, 500, 4, 4, NOW - 50 * SECOND, NOW - 40 * SECOND))).isEmpty();
  }

  @Test
  void describe_namesTheNumbers() {
    var task = stats(NEVER, 5, 200, 150, 1, 0, NOW - 5, NOW - 4);

    assertThat(described("self-wakes", task)).contains("150 of its 200 wakes").contains("75 %");
    for (var check : Checks.all()) {
      assertThat(check.summary(1)).startsWith("1 task ");
      assertThat(check.summary(2)).startsWith("2 tasks ");
    }
  }

  private static TaskStats stats(long dropped, long polls, long wakes, long selfWakes, long clones, long drops,
      long pollStarted, long pollEnded) {
    return new TaskStats(1, 1, dropped, 0, 0, polls, wakes, selfWakes, clones, drops, NEVER, pollStarted, pollEnded);
  }

  private static TargetModel model(String kind, TaskStats stats) {
    var model = new TargetModel(Retention.DEFAULT);
    model.apply(new ModelUpdate(NOW, List.of(new TaskDescription(1, 1, "", kind, "", null, List.of())), List.of(stats),
        0));
    return model;
  }

  private static Finding check(String id, String kind, TaskStats stats) {
    var check = Objects.requireNonNull(Checks.byId(id));
    Finding finding = model(kind, stats).find(1, check::check);
    return Objects.requireNonNull(finding);
  }

  private static String described(String id, TaskStats stats) {
    var check = Objects.requireNonNull(Checks.byId(id));
    String text = model("task", stats).find(1, check::describe);
    return Objects.requireNonNull(text);
  }

  private static List<String> raised(String kind, TaskStats stats) {
    List<String> ids = model(kind, stats).find(1,
        (task, asOf) -> Checks.raisedBy(task, asOf).stream().map(Check::id).toList());
    return Objects.requireNonNull(ids);
  }
}
