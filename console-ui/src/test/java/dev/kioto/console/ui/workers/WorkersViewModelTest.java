package dev.kioto.console.ui.workers;

import static dev.kioto.console.ui.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.ui.workers.WorkersViewModel.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WorkersViewModelTest {
  private final WorkersViewModel model = new WorkersViewModel();

  private static Worker worker(long polls, long busyNanos, @Nullable String task) {
    return new Worker("1", "main", 0, "kioto-worker-0", task == null ? Worker.State.PARKED : Worker.State.POLLING, task,
        task == null ? null : NOW.minusMillis(5), polls, busyNanos, 10, 4, 2, 0, 0, 3, 0, 0, 0, 0, false, List.of());
  }

  private void tell(Worker worker, long millis) {
    model.show(new WorkerList(List.of(worker), NOW.plusMillis(millis)));
  }

  @Test
  void show_secondReading_givesRates() {
    model.reset(true, true);
    tell(worker(100, 0, null), 0);
    assertThat(model.rows().get().getFirst().busy()).isNaN();
    tell(worker(1_100, 500_000_000, "7"), 2_000);

    var row = model.rows().get().getFirst();
    assertThat(row.busy()).isEqualTo(0.25);
    assertThat(row.pollRate()).isEqualTo(500);
    assertThat(row.stealRate()).isZero();
    assertThat(row.pollNanos()).isEqualTo(2_005_000_000L);
    assertThat(row.busyCourse()).containsExactly(Double.NaN, 0.25);
    assertThat(row.queueCourse()).containsExactly(3, 3);
  }

  @Test
  void show_countsThatWentDown_areAnotherWorker() {
    model.reset(true, true);
    tell(worker(100, 900_000_000, null), 0);
    tell(worker(5, 1_000_000, null), 1_000);

    assertThat(model.rows().get().getFirst().busy()).isNaN();
  }

  @Test
  void show_anOlderReading_isLetGo() {
    model.reset(true, true);
    tell(worker(100, 0, null), 1_000);
    tell(worker(90, 0, null), 500);

    assertThat(model.rows().get().getFirst().worker().polls()).isEqualTo(100);
  }

  @Test
  void reset_saysWhatIsMissing() {
    model.reset(true, false);
    assertThat(model.content().get()).isEqualTo(Content.NOT_TOLD);
    model.reset(true, true);
    assertThat(model.content().get()).isEqualTo(Content.WAITING);
    tell(worker(1, 1, null), 0);
    assertThat(model.content().get()).isEqualTo(Content.ROWS);
    model.reset(false, false);
    assertThat(model.content().get()).isEqualTo(Content.NO_TARGET);
    assertThat(model.rows().get()).isEmpty();
  }
}
