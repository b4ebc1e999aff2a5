package dev.kioto.console.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kioto.console.trace.TraceKind;
import dev.kioto.console.trace.TraceTask;
import dev.kioto.console.trace.TraceThread;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LaneLogTest {
  private static final long START = 1_700_000_000_000_000_000L;
  private static final long MILLI = 1_000_000;
  private static final int SPAN = 7;

  private final LaneLog log = new LaneLog();

  private void poll(int thread, long at, long length, long task, long waited) {
    log.event(TraceKind.POLL, START + at, thread, task, waited, length);
  }

  private LaneWindow.Lane lane(long from, long to, int pixels) {
    return log.window(START + from, START + to, pixels).lanes().getFirst();
  }

  @Test
  void window_closeBy_showsEachPoll() {
    log.thread(new TraceThread(3, "worker-0", 17));
    log.task(new TraceTask(41, "conn", "Server.java:12", ""));
    poll(3, 1_000, 500, 41, 200);
    poll(3, 2_000, 900, 42, 0);

    var window = log.window(START, START + 10_000, 1_000);

    assertThat(window.lanes()).hasSize(1);
    assertThat(window.lanes().getFirst().name()).isEqualTo("worker-0");
    assertThat(window.lanes().getFirst().polls())
        .containsExactly(1_000, 500, 1, 500, 0, 500, 200, 2_000, 900, 1, 900, 1, 900, 0);
    assertThat(window.tasks()).containsExactly(new TraceTask(41, "conn", "Server.java:12", ""),
        new TraceTask(42, "", "", ""));
    assertThat(window.newest()).isEqualTo(START + 2_900);
    assertThat(window.oldest()).isEqualTo(START + 1_000);
  }

  @Test
  void window_wide_hasOneSpanForThePollsOfAPixel() {
    for (int i = 0; i < 100; i++) poll(1, i * 1_000L, 100 + i, 7 + i % 3, i);

    long[] spans = lane(0, MILLI, 10).polls();

    assertThat(spans).hasSize(SPAN);
    assertThat(spans[2]).isEqualTo(100);
    assertThat(spans[3]).isEqualTo(14_950);
    assertThat(spans[5]).isEqualTo(199);
    assertThat(spans[6]).isEqualTo(99);
  }

  @Test
  void longPoll_amongNarrowOnes_isItselfAtAnyZoom() {
    for (int i = 0; i < 10_000; i++) poll(1, i * 1_000L, 300, 5, 0);
    poll(1, 10 * MILLI, 612 * MILLI, 13, 0);
    for (int i = 0; i < 10_000; i++) poll(1, 622 * MILLI + i * 1_000L, 300, 5, 0);

    long[] spans = lane(0, 1_000 * MILLI, 500).polls();

    boolean found = false;
    for (int i = 0; i < spans.length; i += SPAN) found |= spans[i] == 10 * MILLI && spans[i + 1] == 612 * MILLI;
    assertThat(found).isTrue();
  }

  // Two million events, as fast as a busy program makes them in two seconds.
  @Test
  void window_ofMillions_hasNoMorePartsThanPixelsAndLosesNothing() {
    int polls = 2_000_000;
    for (int i = 0; i < polls; i++) poll(1 + i % 4, i / 4 * 4_000L, 3_000, 1 + i % 50, 1_500);

    var window = log.window(START, START + polls * 1_000L, 1_200);

    assertThat(window.lanes()).hasSize(4);
    long counted = 0;
    for (var lane : window.lanes()) {
      assertThat(lane.polls().length / SPAN).isLessThanOrEqualTo(1_201);
      for (int i = 0; i < lane.polls().length; i += SPAN) counted += lane.polls()[i + 2];
      assertThat(lane.waiting()).hasSize(300);
      assertThat(lane.waiting()[150]).isEqualTo(0.375, within(0.02));
    }
    assertThat(counted).isEqualTo(polls);
    assertThat(window.wakes()).isEmpty();
  }

  @Test
  void waiting_isWhatWasRunnableAndNotPolled() {
    for (int i = 0; i < 5; i++) poll(1, 100 * MILLI + i * MILLI, MILLI, 20 + i, 100 * MILLI + i * MILLI);

    double[] waiting = lane(0, 105 * MILLI, 84).waiting();

    assertThat(waiting).hasSize(21);
    assertThat(waiting[3]).isEqualTo(5, within(0.01));
    assertThat(waiting[20]).isEqualTo(2, within(0.1));
  }

  @Test
  void past_thatComesAgain_isNotThereTwice() {
    poll(1, 0, 100, 7, 0);
    log.endPast();
    poll(1, 0, 100, 7, 0);
    poll(1, 200, 100, 7, 0);

    assertThat(lane(0, 1_000, 1_000).polls()).hasSize(2 * SPAN);
  }

  @Test
  void wake_leadsToThePollThatItBroughtAbout() {
    poll(1, 0, 5_000, 7, 0);
    log.event(TraceKind.WAKE, START + 1_000, 1, 8, 7, 0);
    poll(2, 500, 100, 8, 0);
    poll(2, 4_000, 100, 8, 3_000);
    poll(2, 9_000, 100, 8, 0);

    var window = log.window(START, START + 10_000, 100);

    var tasks = window.tasks().stream().map(TraceTask::id).toList();
    assertThat(window.wakes()).containsExactly(1_000, 0, tasks.indexOf(7L), tasks.indexOf(8L), 1, 4_000);
    assertThat(window.wakeCount()).isOne();
  }

  @Test
  void marksAndParks_ofOnePixel_areOne() {
    for (int i = 0; i < 10; i++) log.event(TraceKind.STEAL, START + i, 1, 0, 2, 3);
    log.event(TraceKind.PARK, START + 100, 1, 0, 0, 10_000);
    log.event(TraceKind.PARK, START + 20_000, 1, 0, 0, 10);
    log.event(TraceKind.PARK, START + 20_020, 1, 0, 0, 10);

    var lane = lane(0, 100_000, 100);

    assertThat(lane.marks()).isEqualTo(Map.of(TraceKind.STEAL, lane.marks().get(TraceKind.STEAL)));
    assertThat(lane.marks().get(TraceKind.STEAL)).containsExactly(0, 10, 30, 2);
    assertThat(lane.parks()).containsExactly(100, 10_000, 20_000, 20);
  }

  @Test
  void log_full_forgetsTheOldest() {
    var small = new LaneLog(3);
    for (int i = 0; i < 5 * PollSegment.POLLS; i++) small.event(TraceKind.POLL, START + i * 10L, 1, 9, 0, 5);

    var window = small.window(START, START + 5 * PollSegment.POLLS * 10L, 100);

    assertThat(window.oldest()).isEqualTo(START + 2 * PollSegment.POLLS * 10L);
    assertThat(window.newest()).isEqualTo(START + 5 * PollSegment.POLLS * 10L - 5);
  }
}
