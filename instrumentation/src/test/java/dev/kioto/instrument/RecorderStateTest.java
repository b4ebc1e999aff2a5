package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.Level;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.WatchRecorderRequest;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a console is told of the recorder itself.
@Timeout(60)
final class RecorderStateTest {

  @Test
  void recorder_ofAQuietProgram_tellsWhatItHoldsAndTakes() {
    try (var console = new TestConsole(builder -> builder.cpuShareCap(0.5))) {
      var client = console.client();
      for (int id = 1; id <= 10; id++) {
        console.spawn(id);
        console.poll(id, 0);
      }
      var states = client.console().watchRecorder(WatchRecorderRequest.getDefaultInstance());
      RecorderState state = states.next();
      while (state.getHeldTasks() < 10 || state.getRecordedEvents() < 20
          || decoded(state.getPollTimes()).getTotalCount() < 10
          || state.getCpuTime().equals(Duration.getDefaultInstance())) {
        state = states.next();
      }

      assertThat(state.getLevel()).isEqualTo(Level.TASKS);
      assertThat(state.getWantedLevel()).isEqualTo(Level.TASKS);
      assertThat(state.getLoweredBecause()).isEmpty();
      assertThat(state.getTimesLowered()).isZero();
      assertThat(state.getDroppedEvents()).isZero();
      assertThat(state.getRecordedEvents()).isEqualTo(20);
      assertThat(state.getCpuShareCap()).isEqualTo(0.5);
      assertThat(state.getCpuShare()).isBetween(0.0, 4.0);
      assertThat(state.getRingBytes()).isPositive();
      assertThat(state.getMemoryBytes()).isGreaterThan(state.getRingBytes());
      assertThat(state.getTotals().getSpawned()).isEqualTo(10);
      assertThat(state.getTotals().getPolls()).isEqualTo(10);
      assertThat(decoded(state.getPollTimes()).getTotalCount()).isEqualTo(10);
      assertThat(decoded(state.getSchedulingDelays()).getTotalCount()).isEqualTo(10);
      assertThat(state.getClients()).isEqualTo(1);
      assertThat(state.hasProgramCpuTime()).isTrue();
    }
  }

  private static Histogram decoded(ByteString told) {
    return Histogram.decodeFromByteBuffer(told.asReadOnlyByteBuffer(), 1);
  }

  @Test
  void distributions_countThePollsOfAllTasksAtTheirLengths() {
    try (var console = new TestConsole()) {
      for (int id = 1; id <= 3; id++) {
        console.spawn(id);
        long start = System.nanoTime();
        console.probe.pollStarted(id, start, false);
        while (System.nanoTime() - start < 5_000_000) Thread.onSpinWait();
        console.probe.pollEnded(id, 0);
      }
      var states = console.client().console().watchRecorder(WatchRecorderRequest.getDefaultInstance());
      RecorderState state = states.next();
      while (decoded(state.getPollTimes()).getTotalCount() < 3) state = states.next();

      assertThat(decoded(state.getPollTimes()).getMinValue()).isGreaterThanOrEqualTo(4_950_000L);
      var delays = decoded(state.getSchedulingDelays());
      assertThat(delays.getTotalCount()).isEqualTo(3);
      assertThat(delays.getValueAtPercentile(50)).isLessThan(decoded(state.getPollTimes()).getMinValue());
    }
  }

  @Test
  void description_hasTheStateOfTheMoment() {
    try (var console = new TestConsole()) {
      var about = console.client().console().describe(DescribeRequest.getDefaultInstance());
      assertThat(about.getCapabilitiesList()).contains(Capability.RECORDER);
      assertThat(about.getRecorder().getLevel()).isEqualTo(Level.TASKS);
      assertThat(about.getRecorder().hasNow()).isTrue();
    }
  }

  @Test
  void cap_thatIsTiny_lowersTheLevelUnderAFloodOfWakes_andSaysSo() throws InterruptedException {
    try (var console = new TestConsole(builder -> builder.cpuShareCap(0.0001))) {
      var states = console.client().console().watchRecorder(WatchRecorderRequest.getDefaultInstance());
      var flood = new Thread(() -> {
        try (var channel = console.console.probe().openThread("flood")) {
          channel.taskSpawned(new FakeTask(1));
          while (!Thread.currentThread().isInterrupted()) {
            channel.taskWoken(1, 0);
          }
        }
      }, "flood");
      flood.start();
      try {
        RecorderState state = states.next();
        while (state.getLevel() != Level.COUNTS) {
          state = states.next();
        }
        assertThat(state.getWantedLevel()).isEqualTo(Level.TASKS);
        assertThat(state.getLoweredBecause()).contains("more than the cap of 0.010 %", "counts in place of tasks");
        assertThat(state.getTimesLowered()).isEqualTo(1);
        // Counts are still taken: the program is still seen to be busy, and nothing of that is recorded.
        long wakes = state.getTotals().getWakes();
        do {
          state = states.next();
        } while (state.getTotals().getWakes() == wakes);
      } finally {
        flood.interrupt();
        flood.join();
      }
    }
  }
}
