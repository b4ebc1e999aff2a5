package dev.kioto.time;

import static dev.kioto.time.Paused.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a probe is told of timers.
@Timeout(60)
final class TimeProbeTest {
  private final ResourceLog log = new ResourceLog();

  private void run(Paused.Code code) throws Exception {
    try (var runtime = Runtime.builder().currentThread().enableAll().startPaused(true).probe(log).build()) {
      runtime.blockOn(() -> {
        code.run();
        return null;
      });
    }
  }

  private List<String> next(int lines) throws InterruptedException {
    var next = new ArrayList<String>();
    for (int i = 0; i < lines; i++) {
      next.add(log.next());
    }
    return next;
  }

  @Test
  void sleep_untilItIsReady_isAResource() throws Exception {
    run(() -> {
      var sleep = Time.sleep(ms(1_500));
      assertThat(log.resources()).as("it was not polled").isZero();
      var polled = HandPolled.of(sleep);
      assertThat(polled.isReady()).isFalse();
      assertThat(log.attributes("Sleep")).containsExactly("duration=1500ms");
      assertThat(log.waiting()).containsExactly("Sleep::new_timeout");
      Paused.advance(ms(1_500));
      assertThat(polled.isReady()).isTrue();

      assertThat(log.resources()).isZero();
      assertThat(next(4)).containsExactly("created Sleep", "started Sleep::new_timeout[]", "ended Sleep::new_timeout",
          "over Sleep");
    });
  }

  @Test
  void sleep_resetWhileItWaits_waitsInAnotherOperation() throws Exception {
    run(() -> {
      var sleep = Time.sleep(ms(1_500));
      var polled = HandPolled.of(sleep);
      polled.poll();
      sleep.reset(Time.now().plus(ms(250)));

      assertThat(log.attributes("Sleep")).containsExactly("duration=250ms");
      assertThat(log.waiting()).as("it still does, without a poll").containsExactly("Sleep::reset");
      Paused.advance(ms(250));
      assertThat(polled.isReady()).isTrue();
      assertThat(next(6)).containsExactly("created Sleep", "started Sleep::new_timeout[]", "gave up Sleep::new_timeout",
          "started Sleep::reset[]", "ended Sleep::reset", "over Sleep");
    });
  }

  @Test
  void sleep_resetAfterItWasReady_isToldOfAgain() throws Exception {
    run(() -> {
      var sleep = Time.sleep(ms(1));
      var polled = HandPolled.of(sleep);
      polled.poll();
      Paused.advance(ms(1));
      polled.poll();
      next(4);
      sleep.reset(Time.now().plus(ms(5)));

      assertThat(log.resources()).as("it was not polled again").isZero();
      assertThat(polled.isReady()).isFalse();
      assertThat(log.waiting()).containsExactly("Sleep::reset");
      assertThat(log.attributes("Sleep")).containsExactly("duration=5ms");
      polled.drop();
      assertThat(next(4)).containsExactly("created Sleep", "started Sleep::reset[]", "gave up Sleep::reset",
          "over Sleep");
    });
  }

  @Test
  void sleep_resetBeforeItWasPolled_isToldOfAsReset() throws Exception {
    run(() -> {
      var sleep = Time.sleep(ms(1));
      sleep.reset(Time.now().plus(ms(5)));
      HandPolled.of(sleep).poll();

      assertThat(next(2)).containsExactly("created Sleep", "started Sleep::reset[]");
      sleep.drop();
    });
  }

  @Test
  void sleep_thatFails_isOver() throws Exception {
    var sleep = HandPolled.of(Time.sleep(ms(1_000)));
    run(() -> assertThat(sleep.isReady()).isFalse());

    assertThatThrownBy(sleep::poll).as("its runtime has shut down").isInstanceOf(CancelledException.class);
    assertThat(next(4)).containsExactly("created Sleep", "started Sleep::new_timeout[]", "gave up Sleep::new_timeout",
        "over Sleep");
  }

  @Test
  void sleep_dropped_isOver() throws Exception {
    run(() -> {
      var sleep = HandPolled.of(Time.sleep(ms(10)));
      assertThat(sleep.isReady()).isFalse();
      sleep.drop();

      assertThat(log.resources()).isZero();
      assertThat(log.waiting()).isEmpty();
    });
  }

  @Test
  void timeout_whileItWaits_showsItsSleep() throws Exception {
    run(() -> {
      var queue = new DelayQueue<String>();
      queue.insert("a", Duration.ofHours(1));
      var timeout = HandPolled.of(Time.timeout(ms(10), queue.next()));
      assertThat(timeout.isReady()).isFalse();

      assertThat(log.waiting()).containsExactly("DelayQueue::next", "Sleep::new_timeout");
      assertThat(log.attributes("DelayQueue")).containsExactly("len=1");
      timeout.drop();
      assertThat(log.waiting()).isEmpty();
    });
  }

  @Test
  void interval_itsTicks_areItsOperations() throws Exception {
    run(() -> {
      var interval = Time.interval(ms(20));
      interval.tick().await();
      interval.tick().await();

      assertThat(log.attributes("Interval")).containsExactly("duration=20ms");
      assertThat(next(5)).containsExactly("created Interval", "started Interval::tick[]", "ended Interval::tick",
          "started Interval::tick[]", "ended Interval::tick");
    });
  }
}
