package dev.kioto.console.diagnosis;

import static dev.kioto.console.diagnosis.Watched.MILLI;
import static dev.kioto.console.diagnosis.Watched.NEVER;
import static dev.kioto.console.diagnosis.Watched.SECOND;
import static dev.kioto.console.diagnosis.Watched.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.ResourceDescription;
import dev.kioto.console.model.ResourceStats;
import dev.kioto.console.model.ResourceStats.Holders;
import dev.kioto.console.model.ResourceStats.Totals;
import dev.kioto.console.model.ResourceUpdate;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Those detectors that look at channels.
final class ChannelDetectorsTest {

  private static final long LOOK = 500 * MILLI;

  private final Watched run = new Watched();

  private void tell(long now, String type, List<String> attributes, long[] waiters, Totals totals) {
    var described = new ResourceDescription(7, type, "sync", 1, 0, false, "Log.java:3");
    var stats = new ResourceStats(7, START, NEVER, attributes, new Holders(new long[0], waiters, 0, 0, 0), totals);
    run.model.resources().apply(
        new ResourceUpdate(now, List.of(described), List.of(stats), List.of(), List.of(), 0, true));
    run.tell(now, List.of(Watched.task(1, "task")));
  }

  private void unbounded(int looks, IntToLongFunction length) {
    for (int i = 0; i <= looks; i++) {
      tell(START + i * LOOK, "Mpsc", List.of("max_capacity", "2147483647", "", "length",
          Long.toString(length.applyAsLong(i)), "", "received", Integer.toString(10 * i), "", "receiver_task", "1", ""),
          new long[0], new Totals(1, 0, 0, 0));
    }
  }

  @Test
  void channelGrowth_growsForTheWindow_isRaisedWithRatesAndReceiver() {
    unbounded(5, i -> 100L * i);
    assertThat(run.active()).isEmpty();
    unbounded(7, i -> 100L * i);

    assertThat(run.names()).containsExactly("channel-growth 7");
    assertThat(run.active().getFirst().finding().sentence())
        .isEqualTo(
            "The Mpsc channel of Log.java:3 holds 700 messages, 600 more than 3.0 s before: 220 come each second, and "
                + "'task-1' receives 20.");
    assertThat(run.active().getFirst().finding().causes()).extracting(Cause::name).containsExactly("task-1");
  }

  @Test
  void channelGrowth_longButSteady_isNotRaised() {
    unbounded(20, i -> 100_000 + i % 3);

    assertThat(run.active()).isEmpty();
  }

  @Test
  void channelGrowth_burstThatIsWorkedOff_isNotRaised() {
    unbounded(20, i -> i % 10 < 3 ? 5_000 : 5_000 - 600L * (i % 10));

    assertThat(run.active()).isEmpty();
  }

  @Test
  void channelGrowth_stepsAndStaysThere_isNotRaised() {
    unbounded(20, i -> i < 10 ? 200 : 900);

    assertThat(run.active()).isEmpty();
  }

  private void full(int looks, long waitMillis, boolean receiverWaits) {
    for (int i = 0; i <= looks; i++) {
      tell(START + i * LOOK, "Mpsc", List.of("max_capacity", "8", "", "capacity", "0", "", "received",
          Integer.toString(10 * i), "", "receiver_waits", Boolean.toString(receiverWaits), "", "receiver_task", "1",
          ""),
          new long[] {2, 3}, new Totals(10L * i, 10L * i, 10L * i * waitMillis * MILLI, waitMillis * MILLI));
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 500, false, false", "7, 150, false, true", "7, 90, false, false", "7, 150, true, false"})
  void slowConsumer_fullForTheWindowWithLongWaits_isRaised(int looks, long waitMillis, boolean receiverWaits,
      boolean raised) {
    full(looks, waitMillis, receiverWaits);

    assertThat(run.names()).isEqualTo(raised ? List.of("slow-consumer 7") : List.of());
    if (raised) {
      assertThat(run.active().getFirst().finding().sentence()).contains("2 senders wait for a place, 150 ms each")
          .contains("'task-1' receives 20 messages a second");
    }
  }

  @Test
  void slowConsumer_thatReceivesNothing_isRaised() {
    for (int i = 0; i <= 7; i++) {
      tell(START + i * LOOK, "Mpsc", List.of("max_capacity", "8", "", "capacity", "0", "", "received", "8", ""),
          new long[] {2}, new Totals(9, 0, 0, 0));
    }

    assertThat(run.names()).containsExactly("slow-consumer 7");
    assertThat(run.active().getFirst().finding().causes()).as("nobody has received yet").isEmpty();
  }

  private void broadcast(long now, long lagged) {
    tell(now, "Broadcast", List.of("capacity", "16", "", "receivers", "2", "", "sent", "500", "", "lagged",
        Long.toString(lagged), "", "lagged_task", "1", ""), new long[0], new Totals(1, 0, 0, 0));
  }

  @Test
  void lagged_moreIsLost_isRaisedAndClearedWhenNothingIsLostAnyMore() {
    broadcast(START, 5);
    assertThat(run.active()).as("lost before it was looked").isEmpty();
    broadcast(START + LOOK, 9);
    assertThat(run.names()).containsExactly("lagged 7");
    assertThat(run.active().getFirst().finding().sentence()).contains("lost 4 messages")
        .contains("'task-1' is too slow");

    for (int i = 2; i <= 30; i++) broadcast(START + i * LOOK, 9);
    assertThat(run.active()).isEmpty();
    assertThat(run.cleared()).hasSize(1);
  }

  @Test
  void resources_areNotTold_noneCanTell() {
    run.missing = Map.of(Source.RESOURCES, "No resources.", Source.HOLDERS, "No holders.");
    unbounded(7, i -> 100L * i);

    assertThat(run.active()).isEmpty();
    assertThat(run.state("channel-growth").cannotTell()).isEqualTo("No resources.");
    assertThat(run.state("lagged").cannotTell()).isEqualTo("No resources.");
    assertThat(run.state("slow-consumer").cannotTell()).isEqualTo("No holders.");
  }
}
