package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.testing.Wire;
import dev.kioto.console.trace.Trace;
import dev.kioto.console.trace.TraceBuilder;
import dev.kioto.console.trace.TraceEvent;
import dev.kioto.console.trace.TraceKind;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.proto.console.v1.TraceChunk;
import dev.kioto.proto.console.v1.TraceEvent.Kind;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TraceDecoderTest {

  @Test
  void flightRecorder_ofARealProgram_isReadWithNamesThreadsPollsAndWakes() throws Exception {
    try (var instrumentation = Instrumentation.builder().bind("127.0.0.1", 0).start();
        var runtime = Runtime.builder().enableAll().workerThreads(2).probe(instrumentation.probe()).build();
        var collector = new Collector(CollectorSettings.DEFAULT)) {
      runtime.blockOn(() -> {
        Task.builder().name("yields").spawn(() -> {
          for (int i = 0; i < 10; i++) Thread.sleep(1);
        }).await();
      });
      var target = collector.attach("127.0.0.1:" + instrumentation.port()).target();

      Trace trace;
      try (var dump = target.commands().dump(Duration.ofSeconds(30).toNanos())) {
        trace = dump.trace();
      }

      assertThat(trace.droppedEvents()).isZero();
      assertThat(trace.leftOut()).isZero();
      assertThat(trace.brokenOff()).isFalse();
      long task = 0;
      for (var named : trace.tasks()) task = named.name().equals("yields") ? named.id() : task;
      assertThat(task).isPositive();
      var polls = new ArrayList<TraceEvent>();
      int wakes = 0;
      for (int i = 0; i < trace.size(); i++) {
        if (trace.task(i) != task) continue;
        if (trace.kind(i) == TraceKind.POLL) polls.add(trace.event(i));
        wakes += trace.kind(i) == TraceKind.WAKE ? 1 : 0;
      }
      assertThat(polls).hasSizeGreaterThanOrEqualTo(11);
      assertThat(wakes).isGreaterThanOrEqualTo(10);
      for (int i = 1; i < polls.size(); i++) {
        assertThat(polls.get(i).at()).isGreaterThanOrEqualTo(polls.get(i - 1).end()); // never two at a time
      }
      for (var poll : polls) assertThat(trace.namedThread(poll.thread())).isNotNull();
    }
  }

  @Test
  void chunks_ofALyingProgram_neitherFailNorOverflow() {
    var events = new TraceBuilder();
    var decoder = new TraceDecoder(events);
    var chunk = TraceChunk.newBuilder().setBase(Wire.at(0)).setDroppedEvents(-1);
    for (long at : List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -5L)) {
      chunk.addEventsBuilder().setKind(Kind.POLL).setAt(at).setTask(-1).setValue(Long.MAX_VALUE);
      chunk.addEventsBuilder().setKindValue(99).setAt(at);
      chunk.addEventsBuilder().setKind(Kind.WAKE).setAt(at).setThread(-1).setTask(3);
    }
    chunk.addThreadsBuilder().setIndex(-1).setName("x".repeat(100_000));
    chunk.addTasksBuilder().setName("y".repeat(100_000));
    decoder.take(chunk.build());

    var trace = events.build();
    assertThat(trace.size() + trace.leftOut()).isEqualTo(12);
    assertThat(trace.start()).isNotNegative();
    assertThat(trace.end()).isGreaterThanOrEqualTo(trace.start());
    assertThat(Objects.requireNonNull(trace.namedThread(-1)).name()).hasSizeLessThan(1000);
  }
}
