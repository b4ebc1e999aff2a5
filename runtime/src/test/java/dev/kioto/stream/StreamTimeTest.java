package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Outcome;
import dev.kioto.testing.KiotoRuntime;
import dev.kioto.testing.StreamMock;
import dev.kioto.testing.TestStream;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The adapters of a stream that know the time, on a clock that stands still.
@Timeout(30)
@KiotoRuntime(startPaused = true)
final class StreamTimeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static void advance(Duration duration) {
    Time.advance(duration).await();
  }

  private static void advanceMillis(long millis) {
    advance(Duration.ofMillis(millis));
  }

  // --- timeout ---

  private static <T> void assertElapsed(TestStream<Outcome<T>> stream) {
    assertThat(stream.assertNext()).isInstanceOfSatisfying(Outcome.Failure.class,
        failure -> assertThat(failure.failure()).isInstanceOf(ElapsedException.class));
  }

  @Test
  void timeout_itemInTime_isTheItem() {
    var source = Probed.of("a");
    var stream = TestStream.of(source.timeout(SECOND));

    stream.assertNext(new Outcome.Success<>("a"));
    advanceMillis(900);
    stream.assertPending();
    source.send("b");
    stream.assertNext(new Outcome.Success<>("b"));
    advanceMillis(900); // counted from the item before
    stream.assertPending();
    source.end();
    stream.assertEnd();
  }

  @Test
  void timeout_noItem_elapsesOnce_untilTheNextItem() {
    var source = Probed.<String>of();
    var stream = TestStream.of(source.timeout(SECOND));

    stream.assertPending();
    advance(SECOND);
    assertThat(stream.isWoken()).isTrue();
    assertElapsed(stream);
    stream.assertPending();
    advance(SECOND.multipliedBy(10));
    stream.assertPending();

    source.send("a");
    stream.assertNext(new Outcome.Success<>("a"));
    stream.assertPending();
    advance(SECOND);
    assertElapsed(stream);
    source.end();
    stream.assertEnd();
  }

  @Test
  void timeout_countsFromItsCall_notFromTheFirstPoll() {
    var stream = TestStream.of(Streams.pending().timeout(SECOND));
    advance(SECOND);

    assertElapsed(stream);
  }

  @Test
  void timeout_zero_elapsesAtTheFirstPollWithoutAnItem() {
    var stream = TestStream.of(Probed.of(1).timeout(Duration.ZERO));

    stream.assertNext(new Outcome.Success<>(1));
    assertElapsed(stream);
    stream.assertPending();
  }

  @Test
  void timeoutRepeating_noItem_elapsesEachPeriod() {
    var source = Probed.<String>of();
    var stream = TestStream.of(source.timeoutRepeating(Time.intervalAt(Time.now().plus(SECOND), SECOND)));

    stream.assertPending();
    for (int i = 0; i < 3; i++) {
      advance(SECOND);
      assertThat(stream.isWoken()).isTrue();
      assertElapsed(stream);
      stream.assertPending();
    }
    advanceMillis(600);
    source.send("a");
    stream.assertNext(new Outcome.Success<>("a"));
    advanceMillis(600);
    stream.assertPending(); // counted from the item
    advanceMillis(400);
    assertElapsed(stream);
    source.end();
    stream.assertEnd();
  }

  // --- throttle ---

  @Test
  void throttle_itemsAreThere_comeOneInEachPeriod() {
    var stream = TestStream.of(Streams.of(1, 2, 3).throttle(SECOND));

    stream.assertNext(1);
    stream.assertPending();
    advanceMillis(999);
    stream.assertPending();
    advanceMillis(1);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(2);
    stream.assertPending();
    advance(SECOND.multipliedBy(5));
    stream.assertNext(3);
    stream.assertPending(); // the end is looked for at its time as well
    advance(SECOND);
    stream.assertEnd();
  }

  @Test
  void throttle_slowSource_isNotHeldUp() {
    var source = Probed.of(1);
    var stream = TestStream.of(source.throttle(SECOND));

    stream.assertNext(1);
    advance(SECOND.multipliedBy(3));
    stream.assertPending();
    source.send(2);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(2);
  }

  @Test
  void throttle_zero_doesNothing() {
    assertThat(Streams.of(1, 2, 3).throttle(Duration.ZERO).toList().await()).containsExactly(1, 2, 3);
  }

  // --- chunks ---

  @Test
  void chunksTimeout_fullInTime_givesFullChunks() {
    var stream = TestStream.of(Streams.of(1, 2, 3, 4, 5).chunksTimeout(2, SECOND));

    stream.assertNexts(List.of(1, 2), List.of(3, 4), List.of(5));
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void chunksTimeout_timeIsUp_givesWhatThereIs() {
    var source = Probed.of(1, 2);
    var stream = TestStream.of(source.chunksTimeout(10, SECOND));

    stream.assertPending();
    advanceMillis(500);
    source.send(3);
    stream.assertPending();
    advanceMillis(500); // counted from the first
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(List.of(1, 2, 3));
    stream.assertPending();
    advance(SECOND.multipliedBy(5));
    stream.assertPending(); // never an empty one
    source.send(4);
    stream.assertPending();
    advance(SECOND);
    stream.assertNext(List.of(4));
  }

  @Test
  void chunksTimeout_script_followsTokiosExample() {
    var source = StreamMock.<Integer>builder().next(1).next(2).next(3).await(SECOND).next(4).build();

    assertThat(source.chunksTimeout(3, Duration.ofSeconds(2)).toList().await()).containsExactly(List.of(1, 2, 3),
        List.of(4));
  }

  @Test
  void chunksTimeout_remainder_isWhatIsNotComplete() {
    var source = Probed.of(1, 2, 3);
    var chunks = source.chunksTimeout(2, SECOND);
    var stream = TestStream.of(chunks);

    stream.assertNext(List.of(1, 2));
    stream.assertPending();
    assertThat(chunks.remainder()).containsExactly(3);
    assertThat(chunks.remainder()).isEmpty();
    advance(SECOND);
    stream.assertPending();
  }

  // --- ticks ---

  @Test
  void ticks_interval_comeEachPeriod() {
    var start = Time.now();
    var stream = TestStream.of(Streams.ticks(Time.interval(SECOND)));

    stream.assertNext(start);
    stream.assertPending();
    advance(SECOND);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(start.plus(SECOND));
    stream.assertPending();
  }

  // --- closed, and wrong ---

  @Test
  void closed_holdsNoTimer() {
    for (var stream : List.of(TestStream.of(Probed.of(1).timeout(SECOND)), TestStream.of(Probed.of(1).throttle(SECOND)),
        TestStream.of(Probed.of(1).chunksTimeout(5, SECOND)))) {
      stream.pollNext();
      stream.pollNext();
      stream.close();
      stream.close();
      int wakes = stream.wakes();

      advance(SECOND.multipliedBy(2));

      assertThat(stream.wakes()).isEqualTo(wakes);
    }
  }

  @Test
  void badDurationsAndSizes_areRefused() {
    var negative = Duration.ofMillis(-1);
    var source = Streams.of(1);

    assertThatThrownBy(() -> source.timeout(negative)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-0.001S");
    assertThatThrownBy(() -> source.throttle(negative)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> source.chunksTimeout(1, negative)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> source.chunksTimeout(0, SECOND)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxSize must be at least 1, but is 0");
  }
}
