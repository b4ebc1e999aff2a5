package dev.kioto.instrument.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.instrument.FakeOperation;
import dev.kioto.instrument.FakeResource;
import dev.kioto.instrument.FakeTask;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.TaskOutcome;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RingTest {
  private final Transcript transcript = new Transcript();

  private static boolean wake(Ring ring, long task) {
    if (!ring.hasRoom()) {
      ring.refresh();
      if (!ring.hasRoom()) {
        return false;
      }
    }
    ring.putWake(task, 0, task);
    return true;
  }

  @Test
  void drain_oneOfEachKind_isWhatWasPut() {
    var ring = new Ring(16);
    ring.putView(EventKind.SPAWN, new FakeTask(1), 1, 10);
    ring.putPoll(1, 10, 11, 15, 3, 0);
    ring.putWake(1, 2, 16);
    ring.putEnd(1, TaskOutcome.FAILED, 17);
    ring.putView(EventKind.RESOURCE, new FakeResource(3), 3, 18);
    ring.putView(EventKind.OPERATION, new FakeOperation(4, 3, 1, true), 4, 19);
    ring.putId(EventKind.OPERATION_POLL, 0, 4, 20);
    ring.putId(EventKind.OPERATION_END, 1, 4, 21);
    ring.putId(EventKind.RESOURCE_END, 0, 3, 22);
    ring.putScheduler(SchedulerEvent.STOLEN, 5, 6, 23);

    int drained = ring.drain(transcript);

    assertThat(drained).isEqualTo(10);
    assertThat(transcript.lines).containsExactly("spawn 1 @10", "poll 1 10 11..15 wakers 3", "wake 1 by 2 @16",
        "end 1 FAILED @17", "resource 3 @18", "operation 4 on 3 @19", "operation poll 4 false @20",
        "operation end 4 true @21", "resource end 3 @22", "STOLEN 5 6 @23");
    assertThat(ring.isEmpty()).isTrue();
    assertThat(ring.drain(transcript)).isZero();
  }

  @Test
  void put_manyTimesTheCapacity_wrapsAround() {
    var ring = new Ring(4);

    for (int i = 1; i <= 1000; i++) {
      assertThat(wake(ring, i)).isTrue();
      ring.drain(transcript);
    }

    assertThat(transcript.lines).hasSize(1000).startsWith("wake 1 by 0 @1").endsWith("wake 1000 by 0 @1000");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 16, 64, 512, 4096})
  void drain_afterAnyNumberOfPuts_hasEachOnceAndInOrder(int capacity) {
    var ring = new Ring(capacity);
    var random = new Random(capacity);
    int put = 0;

    while (put < 20_000) {
      for (int i = random.nextInt(200); i > 0; i--) {
        put += wake(ring, put + 1) ? 1 : 0;
      }
      ring.drain(transcript);
    }

    var expected = IntStream.rangeClosed(1, put).mapToObj(i -> "wake " + i + " by 0 @" + i).toList();
    assertThat(transcript.lines).isEqualTo(expected);
    assertThat(ring.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 64})
  void room_full_endsBeforeTheReserve(int capacity) {
    var ring = new Ring(capacity);

    int taken = 0;
    while (wake(ring, 1)) {
      taken++;
    }

    assertThat(taken).isEqualTo(capacity - capacity / 8);
  }

  @Test
  void reservedRoom_full_takesSpawnsAndEndsToTheLastSlot() {
    var ring = new Ring(64);
    while (wake(ring, 1)) {
      // fill
    }

    int taken = 0;
    while (ring.hasReservedRoom()) {
      ring.putEnd(7, TaskOutcome.COMPLETED, 1);
      taken++;
    }

    assertThat(taken).isEqualTo(8);
    assertThat(ring.drain(transcript)).isEqualTo(64);
    assertThat(wake(ring, 1)).isTrue();
  }

  @Test
  void drain_sinkThrows_goesOnBehindTheEvent() {
    var ring = new Ring(8);
    ring.putEnd(1, TaskOutcome.COMPLETED, 1);
    ring.putWake(2, 0, 2);
    var failing = new FailingOnEnd();

    assertThatThrownBy(() -> ring.drain(failing)).isInstanceOf(IllegalStateException.class);
    ring.drain(transcript);

    assertThat(transcript.lines).containsExactly("wake 2 by 0 @2");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, -8})
  void new_capacityNotAPowerOfTwo_isRefused(int capacity) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ring(capacity))
        .withMessageContaining("ring capacity " + capacity);
  }

  private static final class FailingOnEnd implements EventSink {
    @Override
    public void ended(long taskId, TaskOutcome outcome, long atNanos) {
      throw new IllegalStateException("refused");
    }
  }
}
