package dev.kioto.console.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.kioto.console.trace.TraceBuilder;
import dev.kioto.console.trace.TraceKind;
import dev.kioto.console.trace.TraceTask;
import dev.kioto.console.trace.TraceThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads the traces by the field numbers of Perfetto's proto.
final class PerfettoTraceTest {

  private final TraceBuilder builder = new TraceBuilder();

  /// An event of a track.
  ///
  /// @param type 1 begins a slice, 2 ends one, 3 is an instant
  private record Event(long at, long type, long track, String name, List<Long> flows, List<Long> ends) {
  }

  @Test
  void polls_areSlicesOfTheirThread_namedByTheirTask() throws IOException {
    builder.thread(new TraceThread(1, "worker-0", 41));
    builder.task(new TraceTask(7, "reader", "Server.java:12", ""));
    builder.event(TraceKind.POLL, 100, 1, 7, 5, 50);
    builder.event(TraceKind.PARK, 150, 1, 0, 0, 20);
    builder.event(TraceKind.POLL, 200, 1, 8, 0, 10);

    var packets = packets(0, 1000);
    var events = events(packets);

    assertThat(events).extracting(Event::at).containsExactly(100L, 150L, 150L, 170L, 200L, 210L);
    assertThat(events).extracting(Event::type).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
    assertThat(events).extracting(Event::name).containsExactly("reader", "", "parked", "", "task 8", "");
    assertThat(events).extracting(Event::track).containsOnly(events.getFirst().track());
    var thread = packets.get(1).getField(60).getLengthDelimitedList().getFirst();
    assertThat(UnknownFieldSet.parseFrom(thread).getField(1).getVarintList())
        .containsExactly(events.getFirst().track());
    assertThat(thread.toStringUtf8()).contains("worker-0");
  }

  @Test
  void wakes_areArrowsToThePollAfterThem() throws IOException {
    builder.event(TraceKind.POLL, 100, 1, 7, 0, 50);
    builder.event(TraceKind.WAKE, 110, 1, 8, 7, 0);
    builder.event(TraceKind.WAKE, 120, 1, 8, 7, 0);
    builder.event(TraceKind.POLL, 130, 2, 8, 0, 5);
    builder.event(TraceKind.POLL, 140, 2, 8, 0, 5);

    var events = events(packets(0, 1000));

    var arrows = events.stream().flatMap(event -> event.flows().stream()).toList();
    assertThat(arrows).hasSize(2).doesNotHaveDuplicates();
    assertThat(events.stream().filter(event -> !event.ends().isEmpty())).singleElement()
        .satisfies(event -> assertThat(event.at()).isEqualTo(130))
        .satisfies(event -> assertThat(event.ends()).isEqualTo(arrows));
  }

  @Test
  void window_hasWhatGoesOnInIt() throws IOException {
    builder.event(TraceKind.POLL, 10, 1, 1, 0, 20);
    builder.event(TraceKind.POLL, 40, 1, 2, 0, 100);
    builder.event(TraceKind.POLL, 200, 1, 3, 0, 5);
    builder.event(TraceKind.POLL, 300, 1, 4, 0, 5);

    assertThat(events(packets(100, 300)).stream().filter(event -> event.type() == 1)).extracting(Event::name)
        .containsExactly("task 2", "task 3");
  }

  @Test
  void threadsWithoutANumber_haveATrackATask() throws IOException {
    builder.event(TraceKind.POLL, 10, TraceThread.SHARED, 1, 0, 100);
    builder.event(TraceKind.POLL, 20, TraceThread.SHARED, 2, 0, 200);
    builder.event(TraceKind.POLL, 250, TraceThread.SHARED, 1, 0, 5);

    assertThat(events(packets(0, 1000)).stream().filter(event -> event.type() == 1).map(Event::track).distinct())
        .hasSize(2);
  }

  @Test
  void tasksBeyondTheMost_areSaidToBeLeftOut() throws IOException {
    for (int task = 1; task <= 1010; task++) builder.event(TraceKind.POLL, task, TraceThread.SHARED, task, 0, 1);

    assertThat(events(packets(0, 5000))).extracting(Event::name)
        .contains("10 polls of tasks beyond 1000 are not shown");
  }

  @SuppressWarnings("EnumOrdinal") // any kind will do
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void slices_ofAnyTrace_lieWithinEachOther(long seed) throws IOException {
    var random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      var kind = TraceKind.values()[random.nextInt(TraceKind.values().length)];
      builder.event(kind, random.nextInt(10_000), random.nextInt(4), random.nextInt(20), random.nextInt(20),
          random.nextInt(300));
    }

    var depths = new HashMap<Long, Integer>();
    var last = new HashMap<Long, Long>();
    for (var event : events(packets(2000, 8000))) {
      if (event.type() == 3) continue;
      assertThat(event.at()).isGreaterThanOrEqualTo(last.getOrDefault(event.track(), 0L));
      last.put(event.track(), event.at());
      assertThat(depths.merge(event.track(), event.type() == 1 ? 1 : -1, Integer::sum)).isNotNegative();
    }
    assertThat(depths.values()).isNotEmpty().containsOnly(0);
  }

  private List<UnknownFieldSet> packets(long from, long to) throws IOException {
    var out = new ByteArrayOutputStream();
    PerfettoTrace.write(builder.build(), from, to, "program", 17, out);
    var packets = new ArrayList<UnknownFieldSet>();
    for (var packet : UnknownFieldSet.parseFrom(out.toByteArray()).getField(1).getLengthDelimitedList()) {
      packets.add(UnknownFieldSet.parseFrom(packet));
    }
    return packets;
  }

  private static List<Event> events(List<UnknownFieldSet> packets) throws IOException {
    var events = new ArrayList<Event>();
    for (var packet : packets) {
      if (!packet.hasField(11)) continue;
      var event = UnknownFieldSet.parseFrom(packet.getField(11).getLengthDelimitedList().getFirst());
      var name = event.getField(23).getLengthDelimitedList();
      events.add(new Event(packet.getField(8).getVarintList().getFirst(), event.getField(9).getVarintList().getFirst(),
          event.getField(11).getVarintList().getFirst(), name.isEmpty() ? "" : name.getFirst().toStringUtf8(),
          event.getField(47).getFixed64List(), event.getField(48).getFixed64List()));
    }
    return events;
  }
}
