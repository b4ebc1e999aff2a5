package dev.kioto.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.BadInput;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.sync.Mpsc;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What timers refuse, and what their messages say of it; and what they take that looks wrong.
@Timeout(60)
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are passed on purpose, as code that is not checked can do
final class BadInputTest {
  private static final Duration BACK = Duration.ofSeconds(-5);
  private static final Duration BEYOND = Duration.ofSeconds(Long.MAX_VALUE);

  @ParameterizedTest
  @MethodSource
  void badInput_isRefusedByAMessageThatSaysWhatWouldBeRight(BadInput input) {
    input.assertRefused();
  }

  static Stream<BadInput> badInput_isRefusedByAMessageThatSaysWhatWouldBeRight() {
    var queue = new DelayQueue<String>();
    var removed = queue.insert("gone", Duration.ZERO);
    queue.remove(removed);
    var ofAnother = new DelayQueue<String>().insert("another's", Duration.ZERO);
    return Stream.of(
        BadInput.argument("no period", () -> Time.interval(Duration.ZERO), "above zero", "PT0S"),
        BadInput.argument("a negative period", () -> Time.interval(BACK), "above zero", "PT-5S"),
        BadInput.argument("a negative period from a moment", () -> Time.intervalAt(Time.now(), BACK), "above zero",
            "PT-5S"),
        BadInput.argument("a clock put back", () -> Time.advance(BACK), "zero or more", "PT-5S"),
        BadInput.state("a clock outside of a runtime", Time::pause, "belongs to no runtime"),
        BadInput.state("a clock that goes on, outside of a runtime", Time::resume, "belongs to no runtime"),
        BadInput.state("a sleep outside of a runtime", () -> Time.sleep(Duration.ofSeconds(1)).await(),
            "belongs to no runtime", "Runtime.blockOn"),
        BadInput.state("a timeout outside of a runtime",
            () -> Time.timeout(Duration.ofSeconds(1), Futures.pending()).await(), "belongs to no runtime"),
        new BadInput("a key that is gone, removed", NoSuchElementException.class, () -> queue.remove(removed), "gone",
            "not in this queue", "tryRemove"),
        new BadInput("a key that is gone, reset", NoSuchElementException.class,
            () -> queue.reset(removed, Duration.ZERO), "gone", "not in this queue"),
        new BadInput("a key that is gone, asked for", NoSuchElementException.class, () -> queue.deadline(removed),
            "gone", "not in this queue"),
        new BadInput("a key of another queue", NoSuchElementException.class, () -> queue.remove(ofAnother),
            "another's", "belongs to another"),
        BadInput.ofNull("duration", () -> Time.sleep(null)),
        BadInput.ofNull("deadline", () -> Time.sleepUntil(null)),
        BadInput.ofNull("period", () -> Time.interval(null)),
        BadInput.ofNull("start", () -> Time.intervalAt(null, Duration.ofSeconds(1))),
        BadInput.ofNull("duration", () -> Time.timeout(null, Futures.ready(1))),
        BadInput.ofNull("future", () -> Time.timeout(Duration.ZERO, null)),
        BadInput.ofNull("deadline", () -> Time.timeoutAt(null, Futures.ready(1))),
        BadInput.ofNull("future", () -> Time.timeoutAt(Time.now(), null)),
        BadInput.ofNull("duration", () -> Time.advance(null)),
        BadInput.ofNull("duration", () -> Time.now().plus(null)),
        BadInput.ofNull("behavior", () -> Time.interval(Duration.ofSeconds(1)).setMissedTickBehavior(null)),
        BadInput.ofNull("value", () -> queue.insert(null, Duration.ZERO)),
        BadInput.ofNull("duration", () -> queue.insert("", null)),
        BadInput.ofNull("deadline", () -> queue.insertAt("", null)),
        BadInput.ofNull("duration", () -> Mpsc.<String>channel(1).sender().sendTimeout("", null)));
  }

  @Test
  void negativeDurations_areNoWaitAtAll() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      assertThat(HandPolled.of(Time.sleep(BACK)).isReady()).isTrue();
      assertThat(HandPolled.of(Time.timeout(BACK, Futures.ready(1))).value()).as("it is polled once").isEqualTo(1);
      var queue = new DelayQueue<String>();
      queue.insert("a", BACK);
      assertThat(HandPolled.of(queue.next()).value().value()).isEqualTo("a");
      var channel = Mpsc.<String>channel(1);
      channel.sender().sendTimeout("b", BACK).await();
      assertThat(channel.receiver().length()).isEqualTo(1);
      var interval = Time.interval(Duration.ofHours(1));
      interval.resetAfter(BACK);
      assertThat(HandPolled.of(interval.tick()).isReady()).isTrue();
      assertThat(start.elapsed()).isZero();
    });
  }

  @Test
  void durationsBeyondAllTimers_areThirtyYears() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var thirtyYears = Duration.ofDays(365L * 30);
      assertThat(Time.sleep(BEYOND).remaining()).isEqualTo(thirtyYears);
      var queue = new DelayQueue<String>();
      assertThat(queue.deadline(queue.insert("a", BEYOND)).since(start)).isEqualTo(thirtyYears);
      assertThat(Time.interval(BEYOND).period()).isEqualTo(BEYOND);
      assertThat(HandPolled.of(Time.timeout(BEYOND, Futures.pending())).isReady()).isFalse();
    });
  }

  @Test
  void momentsBeyondAllMoments_areTheLastAndTheFirst() {
    assertThat(Time.now().plus(BEYOND)).isEqualTo(Time.now().plus(BEYOND).plus(BEYOND));
    assertThat(Time.now().minus(BEYOND)).isLessThan(Time.now());
    assertThat(Time.now().since(Time.now().plus(BEYOND))).isZero();
  }
}
