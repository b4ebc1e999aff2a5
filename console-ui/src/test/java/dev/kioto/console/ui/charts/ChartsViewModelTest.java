package dev.kioto.console.ui.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kioto.console.api.Series;
import dev.kioto.console.api.SeriesPoint;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.format.Instants;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ChartsViewModelTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final long NOW = Instants.nanos(START);
  private static final long SECOND = 1_000_000_000;
  private static final Chart.Line POLLS = Chart.RATES.lines().getFirst();
  private static final Chart.Line WAKES = Chart.RATES.lines().getLast();

  private final RecordedCommands commands = new RecordedCommands();
  private final ChartsViewModel model = new ChartsViewModel(commands);

  @BeforeEach
  void look() {
    model.reset(true);
    model.width(1_000);
    model.setLookedAt(true);
  }

  // A point a second, whose value is its second, up to an instant.
  private static Series series(String name, Instant end) {
    return new Series(name, "", end.minusSeconds(60), end, 1, LongStream.rangeClosed(-59, 0)
        .mapToObj(i -> new SeriesPoint(end.plusSeconds(i), 60 + i, 0, 0, 1)).toList());
  }

  @Test
  void ticks_askOnceASecondForWhatIsSeen() {
    for (int i = 0; i <= 10; i++) {
      model.tick(NOW + i * SECOND / 5);
    }

    assertThat(commands.series()).hasSize(3);
    assertThat(commands.series().getFirst().names()).contains("polls", "queue.global").hasSize(13);
    assertThat(commands.series().getFirst().from()).isEqualTo(START.minusSeconds(301));
    assertThat(commands.series().getFirst().stepSeconds()).isOne();
    assertThat(model.axis().get().to()).isEqualTo(NOW + 2 * SECOND);
  }

  @Test
  void serverElsewhere_withAClockOfItsOwn_isFollowed() {
    model.tick(NOW);
    model.show(List.of(series("polls", START.plusSeconds(3_600))), NOW);

    model.tick(NOW + SECOND);

    assertThat(model.axis().get().to()).isEqualTo(NOW + 3_601 * SECOND);
  }

  @Test
  void zoom_outOfThePresent_asksOnceForCoarserPoints() {
    model.tick(NOW);
    model.zoom(0.01, 0.5);
    model.tick(NOW + SECOND);
    model.tick(NOW + 3 * SECOND);

    assertThat(model.live().get()).isFalse();
    assertThat(model.axis().get().length()).isEqualTo(30_000 * SECOND);
    assertThat(commands.series()).hasSize(2);
    assertThat(commands.series().getLast().stepSeconds()).isEqualTo(60);
  }

  @Test
  void last_isLive() {
    model.tick(NOW);
    model.move(-3);
    model.last(60 * SECOND);
    model.tick(NOW + SECOND);

    assertThat(model.live().get()).isTrue();
    assertThat(model.axis().get().from()).isEqualTo(NOW - 59 * SECOND);
  }

  @Test
  void value_isThatUnderThePointer_orTheLast() {
    model.show(List.of(series("polls", START)), NOW);

    assertThat(model.value(POLLS, null)).isEqualTo(60);
    assertThat(model.value(POLLS, NOW - 10 * SECOND + 100_000_000)).isEqualTo(50);
    assertThat(model.value(POLLS, NOW - 100 * SECOND)).isNull();
    assertThat(model.value(WAKES, null)).isNull();
  }

  @Test
  void pausedOrNotLookedAt_nothingIsAsked() {
    model.pause(true);
    model.tick(NOW);
    model.pause(false);
    model.setLookedAt(false);
    model.tick(NOW + SECOND);

    assertThat(commands.series()).isEmpty();
  }

  @Test
  void refusal_isSaidUntilAnAnswerComes() {
    model.failed("No console server answers");
    assertThat(model.problem().get()).isEqualTo("No console server answers");

    model.show(List.of(series("polls", START)), NOW);

    assertThat(model.problem().get()).isEmpty();
  }

  @Test
  void delays_standOnALogarithmicAxis() {
    assertThat(Chart.DELAY.height(1e9, 1e9)).isEqualTo(1);
    assertThat(Chart.DELAY.height(1e6, 1e9)).isCloseTo(0.5, within(1e-9));
    assertThat(Chart.DELAY.height(200, 1e9)).isZero();
    assertThat(Chart.DELAY.text(1_500_000)).isEqualTo("1.50 ms");
    assertThat(Chart.TASKS.height(5, 10)).isEqualTo(0.5);
  }
}
