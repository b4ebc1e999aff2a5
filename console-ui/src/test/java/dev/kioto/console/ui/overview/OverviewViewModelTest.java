package dev.kioto.console.ui.overview;

import static dev.kioto.console.ui.Fixtures.NOW;
import static dev.kioto.console.ui.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OverviewViewModelTest {
  private final OverviewViewModel model = new OverviewViewModel();

  @Test
  void show_target_countsByState() {
    model.show(target("1", TargetState.CONNECTED, null, "r", 0, new TaskCounts(1_010, 10, 90, 900, 10)));

    assertThat(model.value(Card.LIVE).get().text()).isEqualTo("1,000");
    assertThat(model.value(Card.SCHEDULED).get().text()).isEqualTo("90");
    assertThat(model.value(Card.SCHEDULED).get().note()).isEqualTo("9.0 %");
    assertThat(model.value(Card.LIVE).get().course()).containsExactly(1_000);
  }

  @Test
  void show_workersTwice_isTheRateBetween() {
    model.show(workers(1_000, 0));
    assertThat(model.value(Card.POLLS).get().text()).isEqualTo("–");

    model.show(workers(1_000 + 824_000, 2_000));

    assertThat(model.value(Card.POLLS).get().text()).isEqualTo("412 k");
  }

  @Test
  void show_stuckPolls_areCountedBesideTheRate() {
    model.show(workers(0, 0));
    model.show(workers(500, 1_000));
    assertThat(model.value(Card.POLLS).get().note()).isEmpty();

    model.show(workers(1_000, 2_000, Worker.State.STUCK, List.of(new Worker.HandedOverPoll("7", "w", null, true),
        new Worker.HandedOverPoll("8", "w", null, false))));

    assertThat(model.value(Card.POLLS).get().note()).isEqualTo("2 stuck");
  }

  @Test
  void show_sameReadingTwice_isNoRateOfZero() {
    model.show(workers(0, 0));
    model.show(workers(500, 1_000));
    model.show(workers(500, 1_000));

    assertThat(model.value(Card.POLLS).get().course()).containsExactly(500);
  }

  @Test
  void gap_afterReadings_keepsTheNumberAndBreaksTheCourse() {
    model.show(target("1", TargetState.CONNECTED));

    model.gap();

    assertThat(model.value(Card.RUNNING).get().text()).isEqualTo("1");
    assertThat(model.value(Card.RUNNING).get().course()).containsExactly(1, Double.NaN);
  }

  @Test
  void show_targetRestarted_coursesBeginAgain() {
    model.show(target("1", TargetState.CONNECTED));

    model.show(target("1", TargetState.CONNECTED, null, "run-2", 0, new TaskCounts(1, 1, 0, 0, 0)));

    assertThat(model.value(Card.RUNNING).get().course()).hasSize(1);
  }

  @Test
  void show_manyReadings_coursesAreBounded() {
    for (int i = 0; i < 500; i++) {
      model.show(target("1", TargetState.CONNECTED));
    }

    assertThat(model.value(Card.IDLE).get().course()).hasSize(OverviewViewModel.POINTS);
  }

  private static WorkerList workers(long polls, long millis) {
    return workers(polls, millis, Worker.State.PARKED, List.of());
  }

  private static WorkerList workers(long polls, long millis, Worker.State state,
      List<Worker.HandedOverPoll> handedOver) {
    return new WorkerList(List.of(new Worker("1", "main", 0, "w", state, null, null, polls, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, false, handedOver)), NOW.plusMillis(millis));
  }
}
