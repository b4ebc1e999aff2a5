package dev.kioto.console.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TraceTest {

  @Test
  void events_inAnyOrder_areSortedByInstant() {
    var random = new Random(5);
    var builder = new TraceBuilder();
    var ats = random.longs(1001, 0, 300).toArray(); // many of the same instant
    for (int i = 0; i < ats.length; i++) builder.event(TraceKind.WAKE, ats[i], 1, i + 1, 0, 0);

    var trace = builder.build();

    assertThat(trace.size()).isEqualTo(1001);
    for (int i = 1; i < trace.size(); i++) {
      boolean inOrder = trace.at(i - 1) < trace.at(i)
          || (trace.at(i - 1) == trace.at(i) && trace.task(i - 1) < trace.task(i)); // as they came
      assertThat(inOrder).isTrue();
    }
    assertThat(IntStream.range(0, trace.size()).mapToLong(trace::task).distinct().count()).isEqualTo(1001);
    for (int i = 0; i < trace.size(); i++) assertThat(trace.at(i)).isEqualTo(ats[(int) trace.task(i) - 1]);
  }

  @Test
  void firstFrom_findsTheFirstAtOrAfterAnInstant() {
    var builder = new TraceBuilder();
    for (long at : new long[] {10, 20, 20, 30}) builder.event(TraceKind.WAKE, at, 1, 1, 0, 0);
    var trace = builder.build();

    assertThat(trace.firstFrom(0)).isZero();
    assertThat(trace.firstFrom(20)).isEqualTo(1);
    assertThat(trace.firstFrom(21)).isEqualTo(3);
    assertThat(trace.firstFrom(31)).isEqualTo(4);
  }

  @Test
  void longPoll_isAmongThoseThatMayGoOn() {
    var builder = new TraceBuilder();
    builder.event(TraceKind.POLL, 100, 1, 7, 0, 1000);
    builder.event(TraceKind.POLL, 200, 2, 8, 0, 5);
    var trace = builder.build();

    assertThat(trace.firstGoingOn(1050)).isZero();
    assertThat(trace.end()).isEqualTo(1100);
    assertThat(trace.start()).isEqualTo(100);
  }

  @Test
  void events_thatCannotBeOrAreTooMany_areCounted() {
    var builder = new TraceBuilder(2);
    builder.event(TraceKind.POLL, -1, 1, 1, 0, 5);
    builder.event(TraceKind.POLL, 5, 1, 1, 0, -5);
    builder.event(TraceKind.WAKE, Long.MAX_VALUE, 1, 1, 0, -5);
    builder.event(TraceKind.WAKE, 1, 1, 1, 0, -5);
    builder.event(TraceKind.WAKE, 2, 1, 1, 0, 0);
    builder.event(TraceKind.WAKE, 3, 1, 1, 0, 0);
    builder.dropped(9);
    var trace = builder.build();

    assertThat(trace.size()).isEqualTo(2);
    assertThat(trace.leftOut()).isEqualTo(4);
    assertThat(trace.droppedEvents()).isEqualTo(9);
  }

  @Test
  void emptyTrace_hasNothing() {
    var trace = new TraceBuilder().build();

    assertThat(trace.size()).isZero();
    assertThat(trace.start()).isZero();
    assertThat(trace.end()).isZero();
    assertThat(trace.firstGoingOn(5)).isZero();
    assertThat(trace.threads()).isEmpty();
    assertThat(trace.namedTask(1)).isNull();
  }
}
