package dev.kioto.console.ui.lanes;

import static dev.kioto.console.ui.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kioto.console.api.Lane;
import dev.kioto.console.api.LaneTask;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.chart.AxisTicks;
import dev.kioto.console.ui.chart.TimeAxis;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.LaneRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LanesViewModelTest {
  private static final long SECOND = 1_000_000_000;
  private static final LaneLayout LAYOUT = new LaneLayout(LaneLayout.GUTTER + 1_000 + 10);
  private static final List<LaneTask> TASKS = List.of(new LaneTask("41", "conn", "Server.java:12"),
      new LaneTask("13", "", ""));

  private final RecordedCommands commands = new RecordedCommands();
  private final LanesViewModel model = new LanesViewModel(commands);

  @BeforeEach
  void look() {
    model.reset(true);
    model.setLookedAt(true);
    model.width(1_000);
  }

  private static Lane lane(String thread, List<Long> polls) {
    return new Lane(thread, polls, List.of(), Map.of(), List.of());
  }

  // The window is the ten seconds before NOW; times count from its start.
  private static Lanes lanes(Lane... lanes) {
    return new Lanes(NOW.minusSeconds(10), NOW, NOW.minusSeconds(60), NOW, List.of(lanes), TASKS, List.of(), 0, 0);
  }

  private static Worker worker(int index, @Nullable String task, long forMillis) {
    return new Worker("1", "main", index, "w-" + index, task == null ? Worker.State.PARKED : Worker.State.POLLING, task,
        task == null ? null : NOW.minusMillis(forMillis), 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false, List.of());
  }

  private LaneRequest lastRequest() {
    return commands.lanes().getLast();
  }

  @Test
  void firstRequest_isOfTheLastSeconds_andItsAnswerTellsTheTime() {
    assertThat(lastRequest()).isEqualTo(new LaneRequest(null, null, 1_000));

    model.show(lanes(lane("w-0", List.of())), 0);

    assertThat(model.axis().get().length()).isEqualTo(10 * SECOND);
    assertThat(model.axis().get().to()).isEqualTo(Instants.nanos(NOW) - 300_000_000);
    model.tick(2 * SECOND);
    assertThat(model.axis().get().to()).isEqualTo(Instants.nanos(NOW) + 1_700_000_000);
    assertThat(lastRequest().to()).isEqualTo(NOW.plusMillis(1_700 + 2_500));
    assertThat(lastRequest().pixels()).isEqualTo(1_500);
  }

  @Test
  void tick_asksFourTimesASecond() {
    model.show(lanes(), 0);
    int before = commands.lanes().size();

    for (long now = SECOND; now <= 2 * SECOND; now += 16_000_000) {
      model.tick(now);
    }

    assertThat(commands.lanes().size() - before).isBetween(4, 5);
  }

  @Test
  void zoom_keepsTheInstantUnderThePointer_andEndsTheLiveLook() {
    model.show(lanes(), 0);
    var before = model.axis().get();

    model.zoom(4, 0.25);

    assertThat(model.axis().get().length()).isEqualTo(before.length() / 4);
    assertThat(model.axis().get().instant(250, 1_000)).isEqualTo(before.instant(250, 1_000));
    assertThat(model.live().get()).isFalse();
    model.tick(9 * SECOND);
    assertThat(model.axis().get().length()).isEqualTo(before.length() / 4);
    model.goLive();
    model.tick(10 * SECOND);
    assertThat(model.axis().get().to()).isEqualTo(Instants.nanos(NOW) + 9_700_000_000L);
  }

  @Test
  void zoom_goesFromMinutesToMicrosecondsAndNoFurther() {
    model.show(lanes(), 0);

    for (int i = 0; i < 200; i++) {
      model.zoom(1.25, 0.5);
    }
    assertThat(model.axis().get().length()).isEqualTo(LanesViewModel.SHORTEST);
    for (int i = 0; i < 400; i++) {
      model.zoom(0.8, 0.5);
    }
    assertThat(model.axis().get().length()).isEqualTo(LanesViewModel.LONGEST);
  }

  @Test
  void zoom_atTheRightEdge_staysLive() {
    model.show(lanes(), 0);

    model.zoom(10, 1);

    assertThat(model.live().get()).isTrue();
    assertThat(model.axis().get().to()).isEqualTo(Instants.nanos(NOW) - 300_000_000);
  }

  @Test
  void paused_standsStill() {
    model.show(lanes(), 0);
    var before = model.axis().get();
    model.pause(true);

    model.tick(5 * SECOND);

    assertThat(model.axis().get()).isEqualTo(before);
    model.pause(false);
    model.tick(5 * SECOND);
    assertThat(model.axis().get()).isNotEqualTo(before);
  }

  @Test
  void picture_hasWorkersFirst_andNoThreadThatDidNothing() {
    model.show(new WorkerList(List.of(worker(0, null, 0), worker(1, null, 0)), NOW), 0);
    model.show(lanes(lane("blocking-3", List.of(0L, 5L, 1L, 5L, 0L, 5L, 0L)), lane("w-1", List.of()),
        lane("idle-thread", List.of()), lane("w-0", List.of())), 0);

    assertThat(model.titles()).containsExactly("worker 0", "worker 1", "blocking-3");
  }

  @Test
  void lanes_ofThreadsOfTheSameName_areNobodysWorker() {
    model.show(new WorkerList(List.of(worker(0, null, 0), worker(1, "41", 612), worker(1, null, 0)), NOW), 0);
    var polls = List.of(0L, 5L, 1L, 5L, 0L, 5L, 0L);

    model.show(lanes(lane("w-10", polls), lane("w-1", polls), lane("w-0", polls), lane("w-1", polls)), 0);

    assertThat(model.titles()).containsExactly("worker 0", "w-1", "w-1", "w-10");
    assertThat(model.picture().get().strips()).allSatisfy(strip -> assertThat(model.ongoing(strip)).isNull());
  }

  @Test
  void hit_onAPoll_explainsIt() {
    model.show(lanes(lane("w-0", List.of(2 * SECOND, SECOND, 1L, SECOND, 0L, SECOND, 18_000L))), 300_000_000);
    model.look(Instants.nanos(NOW.minusSeconds(10)), Instants.nanos(NOW));

    var hit = model.hit(LaneLayout.GUTTER + 250, LaneLayout.polls(0) + 5, LAYOUT);

    assertThat(hit).isNotNull();
    assertThat(hit.explain()).containsExactly("poll of conn #41", "1.00 s on w-0  ·  runnable for 18.0 µs before",
        "spawned at Server.java:12");
    assertThat(model.hit(LaneLayout.GUTTER + 500, LaneLayout.polls(0) + 5, LAYOUT)).isNull();
    assertThat(model.hit(20, LaneLayout.polls(0) + 5, LAYOUT)).isNull();
    assertThat(model.hit(LaneLayout.GUTTER + 250, LaneLayout.polls(1) + 5, LAYOUT)).isNull();
  }

  @Test
  void hit_onASpanOfMany_saysHowMany() {
    model.show(lanes(lane("w-0", List.of(2 * SECOND, 10_000_000L, 4_100L, 8_000_000L, 1L, 400_000L, 0L))), 0);
    model.look(Instants.nanos(NOW.minusSeconds(10)), Instants.nanos(NOW));

    var hit = model.hit(LaneLayout.GUTTER + 200, LaneLayout.polls(0) + 5, LAYOUT);

    assertThat(hit).isNotNull();
    assertThat(hit.explain()).containsExactly("4,100 polls", "8.00 ms of 10.0 ms on w-0: zoom in to tell them apart",
        "longest 400 µs, of task #13");
  }

  @Test
  void ongoingPoll_isToldByTheWorkers() {
    model.show(new WorkerList(List.of(worker(0, "41", 612)), NOW), 0);
    model.show(lanes(lane("w-0", List.of())), 0);
    model.look(Instants.nanos(NOW.minusSeconds(10)), Instants.nanos(NOW));

    var hit = model.hit(LaneLayout.GUTTER + 970, LaneLayout.polls(0) + 5, LAYOUT);

    assertThat(hit).isNotNull();
    assertThat(hit.explain()).startsWith("poll of conn #41", "for 612 ms and counting on worker 0");
  }

  @Test
  void nextWorst_goesToTheLongestPoll() {
    model.show(lanes(lane("w-0", List.of(SECOND, 5_000_000L, 1L, 5_000_000L, 0L, 5_000_000L, 0L, 3 * SECOND,
        80_000_000L, 1L, 80_000_000L, 1L, 80_000_000L, 0L))), 0);
    model.look(Instants.nanos(NOW.minusSeconds(10)), Instants.nanos(NOW.minusSeconds(9)));

    model.nextWorst(true);

    assertThat(model.axis().get().from() + model.axis().get().length() / 2)
        .isCloseTo(Instants.nanos(NOW.minusSeconds(10)) + 3_040_000_000L, within(2L));
  }

  // As many spans as the largest answer has: what is under the pointer must be found within a frame.
  @Test
  void hit_amongAHundredThousandSpans_isFound() {
    var polls = new ArrayList<Long>();
    for (long i = 0; i < 100_000; i++) {
      polls.addAll(List.of(i * 100_000, 90_000L, 1L, 90_000L, 0L, i, 0L));
    }
    model.show(lanes(lane("w-0", polls)), 0);
    model.look(Instants.nanos(NOW.minusSeconds(10)), Instants.nanos(NOW));

    var hit = model.hit(LaneLayout.GUTTER + 999, LaneLayout.polls(0) + 5, LAYOUT);

    assertThat(hit).isNotNull();
    assertThat(hit.longest()).isEqualTo(99_999);
  }

  @Test
  void notLookedAt_nothingIsAsked() {
    int before = commands.lanes().size();
    model.setLookedAt(false);
    model.zoom(2, 0.5);
    model.tick(5 * SECOND);

    assertThat(commands.lanes()).hasSize(before);
  }

  @Test
  void ticks_areAtRoundInstants() {
    var ticks = AxisTicks.of(new TimeAxis(1_700_000_000_123_456_789L, 700_000_000), 1_000);

    assertThat(ticks).extracting(AxisTicks.Tick::instant).startsWith(1_700_000_000_200_000_000L,
        1_700_000_000_300_000_000L);
    assertThat(ticks.get(1).label()).isEqualTo("+100 ms");
    assertThat(ticks).hasSize(7);
  }
}
