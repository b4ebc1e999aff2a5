package dev.kioto.console.ui.tasks;

import static dev.kioto.console.ui.Fixtures.NOW;
import static dev.kioto.console.ui.Fixtures.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.Window;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RecentPollsTest {
  private final RecentPolls recent = new RecentPolls();

  @Test
  void take_updates_areRatesOfASecond() {
    take(0, task(1, 10));
    take(500, task(1, 20));
    take(2_500, task(1, 30));

    assertThat(course().count()).isEqualTo(2);
    assertThat(course().before(0)).isEqualTo(5);
    assertThat(course().before(1)).isEqualTo(20);
    assertThat(course().most()).isEqualTo(20);
  }

  @Test
  void take_manyUpdates_keepsTheLast() {
    for (int i = 0; i <= 100; i++) {
      take(i * 1_000L, task(1, i == 100 ? 1_000 : i));
    }

    assertThat(course().count()).isEqualTo(RecentPolls.KEPT);
    assertThat(course().before(0)).isEqualTo(901);
    assertThat(course().before(RecentPolls.KEPT - 1)).isEqualTo(1);
  }

  @Test
  void take_sameInstantAgain_addsNothing() {
    take(0, task(1, 10));
    take(1_000, task(1, 20));
    int version = course().version();

    take(1_000, task(1, 20));

    assertThat(course().version()).isEqualTo(version);
  }

  @Test
  void take_taskNoLongerLoaded_isForgotten() {
    take(0, task(1, 10), task(2, 10));
    take(1_000, task(2, 20));

    assertThat(recent.of("1")).isNull();
    assertThat(recent.size()).isEqualTo(1);
  }

  @Test
  void take_instantBeforeOrLongAfter_startsAnew() {
    take(10_000, task(1, 10));
    take(11_000, task(1, 20));

    take(0, task(1, 5));
    assertThat(course().count()).isZero();
    take(1_000, task(1, 6));
    take(100_000, task(1, 7));

    assertThat(course().count()).isZero();
  }

  private void take(long millis, Task... tasks) {
    recent.take(new Window(NOW.plusMillis(millis), tasks.length, tasks.length, 0, List.of(tasks)));
  }

  private RecentPolls.Course course() {
    return Objects.requireNonNull(recent.of("1"));
  }
}
