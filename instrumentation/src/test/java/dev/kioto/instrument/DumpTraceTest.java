package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.instrument.endpoint.TraceFile;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.proto.console.v1.DumpTraceRequest;
import dev.kioto.proto.console.v1.TraceChunk;
import dev.kioto.proto.console.v1.TraceEvent;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the flight recorder holds, by call and by file.
@Timeout(60)
final class DumpTraceTest {
  private @Nullable TestConsole console;

  @AfterEach
  void close() {
    if (console != null) {
      console.close();
    }
  }

  private TestConsole start(long flightRecorderBytes) {
    return start(flightRecorderBytes, 1 << 17);
  }

  private TestConsole start(long flightRecorderBytes, int ringCapacity) {
    console = new TestConsole(
        builder -> builder.ringCapacity(ringCapacity).flightRecorder(Duration.ofMinutes(10), flightRecorderBytes));
    return console;
  }

  private static Trace<DumpTraceRequest> dump(TestConsole test) {
    var trace = Trace.<DumpTraceRequest>reading();
    test.client().streams().dumpTrace(DumpTraceRequest.getDefaultInstance(), trace);
    await().until(() -> trace.completed || trace.error != null);
    assertThat(trace.error).isNull();
    assertThat(trace.violations).isEmpty();
    return trace;
  }

  @Test
  void dump_nothingHappened_endsWithoutEvents() {
    assertThat(dump(start(1 << 20)).received).hasValue(0);
  }

  @Test
  void dump_whatHappenedBefore_isAllThereAndNamed() {
    var test = start(1 << 20);
    test.probe.taskSpawned(new FakeTask(1).name("first"));
    test.poll(1, 0);
    test.probe.taskEnded(1, TaskOutcome.COMPLETED);

    var trace = dump(test);

    assertThat(trace.lines()).containsExactly("SPAWN 1 by 0", "POLL 1", "END 1 as 1");
    assertThat(trace.tasks).containsEntry(1L, "first|dev.example.Job");
    assertThat(trace.threads).containsValue(Thread.currentThread().getName());
    assertThat(trace.dropped).hasValue(0);
  }

  @Test
  void dump_taskForgotten_isStillNamed() {
    console = new TestConsole(builder -> builder.retention(Duration.ZERO));
    var test = console;
    test.probe.taskSpawned(new FakeTask(1).name("first"));
    test.probe.taskEnded(1, TaskOutcome.COMPLETED);
    var model = test.client().watch();
    await().until(() -> model.updates.size() > 3);

    assertThat(dump(test).tasks).containsEntry(1L, "first|dev.example.Job");
  }

  @Test
  void dump_afterAFlood_isTheLastOfIt() {
    var test = start(256 << 10);
    int wakes = 300_000;
    for (int i = 0; i < wakes; i++) {
      test.probe.taskWoken(i + 1, 0);
      if (i % 75_000 == 0) {
        dump(test);
      }
    }

    var trace = dump(test);

    assertThat(trace.received.get()).isBetween(20_000L, 150_000L);
    assertGapless(trace.events(), wakes);
  }

  private static void assertGapless(List<TraceEvent> events, long last) {
    assertThat(events.stream().map(TraceEvent::getTask).toList())
        .isEqualTo(LongStream.rangeClosed(last - events.size() + 1, last).boxed().toList());
  }

  @Test
  void dump_whileRecordingGoesOn_isOrderedAndEnds() throws InterruptedException {
    // Short rings, since the dump waits for a pass at each step, and a pass takes in all that is there.
    var test = start(256 << 10, 1 << 12);
    var stop = new AtomicBoolean();
    var flowing = new CountDownLatch(20_000);
    var program = new Thread(() -> {
      var probe = test.console.probe().openThread("program");
      for (long i = 1; !stop.get(); i++) {
        probe.taskWoken(i, 0);
        flowing.countDown();
      }
      probe.close();
    });
    program.start();
    try {
      flowing.await();
      for (int round = 0; round < 2; round++) {
        var trace = dump(test);
        assertThat(trace.events().stream().map(TraceEvent::getTask)).isSorted().doesNotHaveDuplicates();
        assertThat(trace.received.get()).isPositive();
      }
    } finally {
      stop.set(true);
      program.join();
    }
  }

  @Test
  void dump_onlyTheLastMinute_hasWhatHappenedNow() {
    var test = start(1 << 20);
    test.probe.taskWoken(1, 0);

    var request = DumpTraceRequest.newBuilder();
    request.getLastBuilder().setSeconds(60);
    var chunks = test.client().console().dumpTrace(request.build());

    assertThat(chunks.next().getEventsList()).hasSize(1);
    request.getLastBuilder().setSeconds(-1);
    assertThatThrownBy(() -> test.client().console().dumpTrace(request.build()).next())
        .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
  }

  @Test
  void dump_flightRecorderOff_saysSoAndHowToGetIt(@TempDir Path folder) {
    console = new TestConsole(InstrumentationBuilder::withoutFlightRecorder);
    var test = console;

    assertThatThrownBy(() -> test.client().console().dumpTrace(DumpTraceRequest.getDefaultInstance()).next())
        .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION))
        .hasMessageContaining("kioto.console.flight-recorder");
    assertThatIllegalStateException().isThrownBy(() -> test.console.dump(folder.resolve("trace")))
        .withMessageContaining("kioto.console.flight-recorder");
  }

  @Test
  void property_timeOfZero_isOff(@TempDir Path folder) {
    try (var off = withProperty("kioto.console.flight-recorder", "0s").bind("127.0.0.1", 0).start()) {
      assertThatIllegalStateException().isThrownBy(() -> off.dump(folder.resolve("trace")));
    }
  }

  @ParameterizedTest
  @CsvSource({
      "kioto.console.flight-recorder, soon, not a duration",
      "kioto.console.flight-recorder-bytes, 131071, must be from 131072 to 1073741824",
      "kioto.console.flight-recorder-bytes, much, not a number",
      "kioto.console.wake-edges, 0, must be from 1 to 10000000"})
  void property_wrong_isNamedWithItsValue(String key, String value, String why) {
    assertThatIllegalArgumentException().isThrownBy(() -> withProperty(key, value))
        .withMessageContaining("-D" + key + "=" + value)
        .withMessageContaining(why);
  }

  private static InstrumentationBuilder withProperty(String key, String value) {
    var properties = new Properties();
    properties.setProperty(key, value);
    return new InstrumentationBuilder(properties, Map.of());
  }

  @Test
  void file_whole_readsBackAsTheCallTells(@TempDir Path folder) throws IOException {
    var test = start(1 << 20);
    test.probe.taskSpawned(new FakeTask(1).name("first"));
    for (int i = 0; i < 50_000; i++) {
      test.probe.taskWoken(1, i);
    }
    var file = folder.resolve("trace");

    test.console.dump(file);

    var chunks = new ArrayList<TraceChunk>();
    var contents = TraceFile.read(file, chunks::add);
    assertThat(contents.isCut()).isFalse();
    assertThat(contents.program().getName()).isEqualTo("test");
    assertThat(contents.program().getRunId()).isNotEmpty();
    var events = chunks.stream().flatMap(chunk -> chunk.getEventsList().stream()).map(Trace::line).toList();
    assertThat(events).isEqualTo(dump(test).lines());
  }

  @Test
  void file_cutAnywhere_readsBackWhatIsWhole(@TempDir Path folder) throws IOException {
    var test = start(1 << 20);
    for (int i = 1; i <= 50_000; i++) {
      test.probe.taskWoken(i, 0);
    }
    var whole = folder.resolve("whole");
    test.console.dump(whole);
    var all = new ArrayList<TraceChunk>();
    TraceFile.read(whole, all::add);
    assertThat(all).hasSizeGreaterThan(2);
    var bytes = Files.readAllBytes(whole);
    var cut = folder.resolve("cut");
    for (int length = bytes.length - 1; length > bytes.length / 2; length -= 19_999) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      var read = new ArrayList<TraceChunk>();

      boolean isCut = TraceFile.read(cut, read::add).isCut();

      assertThat(read).isEqualTo(all.subList(0, read.size())).hasSizeLessThan(all.size());
      assertThat(isCut || length == sizeOf(bytes, read)).isTrue();
    }
  }

  private static int sizeOf(byte[] file, List<TraceChunk> chunks) {
    return chunks.isEmpty() ? 0 : file.length; // a cut between two messages is not one that can be seen
  }

  @Test
  void file_noneOfOurs_isRefusedByItsName(@TempDir Path folder) throws IOException {
    var file = folder.resolve("other");
    for (var content : List.of("", "KIOTRAC", "hello, world", "KIOTRACE")) {
      Files.writeString(file, content);
      assertThatThrownBy(() -> TraceFile.read(file, _ -> {})).isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString());
    }
    Files.write(file, new byte[] {'K', 'I', 'O', 'T', 'R', 'A', 'C', 'E', 0, 0, 0, 9});
    assertThatThrownBy(() -> TraceFile.read(file, _ -> {})).hasMessageContaining("version 9");
  }
}
