package dev.kioto.time;

import static dev.kioto.time.Paused.advance;
import static dev.kioto.time.Paused.ms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.HandPolled;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.DelayQueue.Expired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class DelayQueueTest {
  private final DelayQueue<String> queue = new DelayQueue<>();

  private @Nullable String next() {
    var expired = queue.next().await();
    return expired == null ? null : expired.value();
  }

  private static @Nullable String value(HandPolled<@Nullable Expired<String>> next) {
    var expired = next.value();
    return expired == null ? null : expired.value();
  }

  @Test
  void next_ofAnEmptyQueue_isNull() throws Exception {
    Paused.run(() -> {
      assertThat(queue.isEmpty()).isTrue();
      assertThat(next()).isNull();
    });
  }

  @Test
  void next_oneEntry_comesAtItsDeadline() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var key = queue.insert("a", ms(50));
      var expired = queue.next().await();

      assertThat(expired).isEqualTo(new Expired<>("a", start.plus(ms(50)), key));
      assertThat(start.elapsed()).isEqualTo(ms(50));
      assertThat(queue.size()).isZero();
    });
  }

  @Test
  void next_expiredEntries_comeAtOnceInTheOrderOfTheirDeadlines() throws Exception {
    Paused.run(() -> {
      queue.insert("c", ms(30));
      queue.insert("a", ms(10));
      queue.insert("b1", ms(20));
      queue.insert("b2", ms(20));
      advance(ms(40));
      var now = Time.now();

      assertThat(List.of(next(), next(), next(), next())).containsExactly("a", "b1", "b2", "c");
      assertThat(next()).isNull();
      assertThat(now.elapsed()).isZero();
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0})
  void insert_withoutADelay_hasExpired(long millis) throws Exception {
    Paused.run(() -> {
      queue.insert("a", ms(millis));
      queue.insertAt("b", Time.now().minus(Duration.ofDays(1)));

      assertThat(value(HandPolled.of(queue.next()))).isEqualTo("b");
      assertThat(value(HandPolled.of(queue.next()))).isEqualTo("a");
    });
  }

  @Test
  void insert_earlierThanWhatIsAwaited_wakes() throws Exception {
    Paused.run(() -> {
      queue.insert("late", ms(100));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      queue.insert("later", ms(200));
      assertThat(next.wakes()).isZero();
      queue.insert("soon", ms(10));
      assertThat(next.wakes()).isEqualTo(1);
      assertThat(next.isReady()).isFalse();
      advance(ms(10));

      assertThat(next.wakes()).isEqualTo(2);
      assertThat(value(next)).isEqualTo("soon");
    });
  }

  @Test
  void insert_farAhead_isNoTroubleForTheRest() throws Exception {
    Paused.run(() -> {
      queue.insert("far", Duration.ofSeconds(Long.MAX_VALUE));
      queue.insertAt("farther", Time.now().plus(Duration.ofSeconds(Long.MAX_VALUE)));
      queue.insert("near", ms(5));
      assertThat(next()).isEqualTo("near");
      var start = Time.now();
      assertThat(next()).isEqualTo("far");
      assertThat(start.elapsed()).isGreaterThan(Duration.ofDays(364 * 30));
    });
  }

  @Test
  void insert_twoEqualValues_areTwoEntries() throws Exception {
    Paused.run(() -> {
      var first = queue.insert("same", ms(10));
      queue.insert("same", ms(20));
      queue.remove(first);

      assertThat(queue.size()).isEqualTo(1);
      assertThat(next()).isEqualTo("same");
    });
  }

  // --- reset ---

  @Test
  void reset_later_delaysIt() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var key = queue.insert("a", ms(10));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      advance(ms(5));
      queue.reset(key, ms(10));
      assertThat(queue.deadline(key)).isEqualTo(start.plus(ms(15)));
      advance(ms(9));
      assertThat(next.isReady()).isFalse();
      advance(ms(1));
      assertThat(value(next)).isEqualTo("a");
    });
  }

  @Test
  void resetAt_earlier_wakesWhoAwaits() throws Exception {
    Paused.run(() -> {
      var key = queue.insert("a", ms(100));
      queue.insert("b", ms(50));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      queue.resetAt(key, Time.now().plus(ms(10)));
      assertThat(next.wakes()).isEqualTo(1);
      assertThat(next.isReady()).isFalse();
      advance(ms(10));
      assertThat(value(next)).isEqualTo("a");
    });
  }

  @Test
  void reset_ofTheFirst_letsTheSecondComeFirst() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var a = queue.insert("a", ms(10));
      queue.insert("b", ms(20));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      queue.reset(a, ms(30));
      assertThat(queue.peek()).isPresent().get().isNotEqualTo(a);

      assertThat(next()).isEqualTo("b");
      assertThat(start.elapsed()).isEqualTo(ms(20));
      assertThat(next()).isEqualTo("a");
      assertThat(start.elapsed()).isEqualTo(ms(30));
    });
  }

  // --- remove ---

  @Test
  void remove_entry_doesNotComeOut() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var a = queue.insert("a", ms(10));
      queue.insert("b", ms(20));
      var removed = queue.remove(a);

      assertThat(removed).isEqualTo(new Expired<>("a", start.plus(ms(10)), a));
      assertThat(next()).isEqualTo("b");
      assertThat(next()).isNull();
    });
  }

  @Test
  void remove_theLastThatIsAwaited_endsTheWait() throws Exception {
    Paused.run(() -> {
      var key = queue.insert("a", ms(10));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      queue.remove(key);

      assertThat(next.wakes()).isEqualTo(1);
      assertThat(next.value()).isNull();
    });
  }

  @Test
  void clear_whileAwaited_endsTheWait() throws Exception {
    Paused.run(() -> {
      var a = queue.insert("a", ms(10));
      queue.insert("b", ms(20));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      queue.clear();

      assertThat(next.value()).isNull();
      assertThat(queue.tryRemove(a)).isEmpty();
      assertThat(queue.peek()).isEmpty();
    });
  }

  @Test
  void key_ofNothingInTheQueue_isRefused() throws Exception {
    Paused.run(() -> {
      var expired = queue.insert("expired", ms(0));
      assertThat(next()).isEqualTo("expired");
      var removed = queue.insert("removed", ms(10));
      assertThat(queue.tryRemove(removed)).isPresent();
      var foreign = new DelayQueue<String>().insert("foreign", ms(10));

      for (var key : List.of(expired, removed, foreign)) {
        assertThat(queue.tryRemove(key)).isEmpty();
        assertThatThrownBy(() -> queue.remove(key)).isInstanceOf(NoSuchElementException.class)
            .hasMessageContaining("is not in this queue");
        assertThatThrownBy(() -> queue.reset(key, ms(1))).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> queue.resetAt(key, Time.now())).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> queue.deadline(key)).isInstanceOf(NoSuchElementException.class);
      }
    });
  }

  @Test
  void next_dropped_takesNothing() throws Exception {
    Paused.run(() -> {
      queue.insert("a", ms(10));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      next.drop();
      queue.insert("b", ms(5));
      advance(ms(20));

      assertThat(next.wakes()).isZero();
      assertThat(next()).isEqualTo("b");
      assertThat(next()).isEqualTo("a");
    });
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void insert_ofNull_isRefused() {
    assertThatThrownBy(() -> queue.insert(null, ms(1))).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.insert("a", null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.insertAt("a", null)).isInstanceOf(NullPointerException.class);
  }

  // --- many ---

  private record Dated(String value, Moment deadline, int order, DelayQueue.Key<String> key) {}

  /// Against a list that is sorted.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void queue_randomUse_givesWhatASortedListWould(long seed) throws Exception {
    Paused.run(() -> {
      var random = new Random(seed);
      var model = new ArrayList<Dated>();
      for (int i = 0; i < 5_000; i++) {
        int dice = random.nextInt(10);
        if (dice < 5 || model.isEmpty()) {
          var deadline = Time.now().plus(ms(random.nextInt(1 << random.nextInt(1, 16))));
          model.add(new Dated("" + i, deadline, i, queue.insertAt("" + i, deadline)));
        } else if (dice < 7) {
          assertThat(queue.tryRemove(model.remove(random.nextInt(model.size())).key())).isPresent();
        } else if (dice < 8) {
          var moved = model.remove(random.nextInt(model.size()));
          var deadline = Time.now().plus(ms(random.nextInt(10_000)));
          queue.resetAt(moved.key(), deadline);
          model.add(new Dated(moved.value(), deadline, i, moved.key()));
        } else {
          var first = model.stream().min(Comparator.comparing(Dated::deadline).thenComparingInt(Dated::order))
              .orElseThrow();
          model.remove(first);
          assertThat(queue.peek()).contains(first.key());
          assertThat(next()).as("seed %d, step %d", seed, i).isEqualTo(first.value());
          assertThat(Time.now().isBefore(first.deadline())).isFalse();
        }
        assertThat(queue.size()).isEqualTo(model.size());
      }
    });
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void queue_usedByManyTasks_losesNothing(Setup setup) {
    int tasks = 4;
    int each = 200;
    var seen = new ArrayList<String>(); // by the consumer, and after its end
    var expected = ConcurrentHashMap.<String>newKeySet();
    try (var runtime = setup.start()) {
      queue.insert("last", Duration.ofMinutes(1));
      var consumer = runtime.spawn(() -> {
        for (var value = next(); !"stop".equals(value); value = next()) {
          seen.add(value);
        }
      });
      var producers = new ArrayList<JoinHandle<?>>();
      for (int t = 0; t < tasks; t++) {
        int task = t;
        producers.add(runtime.spawn(() -> {
          for (int i = 0; i < each; i++) {
            String value = task + "/" + i;
            var key = queue.insert(value, ms(1 + i % 7));
            if (i % 2 == 0 || queue.tryRemove(key).isEmpty()) {
              expected.add(value);
            }
            Task.yieldNow().await();
          }
        }));
      }
      producers.forEach(JoinHandle::await);
      queue.insert("stop", ms(20));
      consumer.await();

      assertThat(seen).doesNotHaveDuplicates().hasSameElementsAs(expected);
    }
  }

  // --- what has expired and has not come out ---

  @Test
  void peek_isWhatComesNext_expiredOrNot() throws Exception {
    Paused.run(() -> {
      var later = queue.insert("later", ms(10));
      var now = queue.insert("now", Duration.ZERO);
      assertThat(queue.peek()).contains(now);
      advance(ms(6));
      assertThat(queue.peek()).as("nobody has taken it").contains(now);
      assertThat(next()).isEqualTo("now");
      assertThat(queue.peek()).contains(later);
      assertThat(next()).isEqualTo("later");
      assertThat(queue.peek()).isEmpty();
    });
  }

  @Test
  void remove_anEntryThatHasExpired_takesItOut() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var key = queue.insert("a", ms(10));
      advance(ms(20));

      assertThat(queue.remove(key)).isEqualTo(new Expired<>("a", start.plus(ms(10)), key));
      assertThat(next()).isNull();
    });
  }

  @Test
  void reset_anEntryThatHasExpired_waitsAgain() throws Exception {
    Paused.run(() -> {
      var start = Time.now();
      var key = queue.insertAt("a", start.minus(ms(100)));
      queue.reset(key, ms(100));
      queue.reset(key, ms(50));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      advance(ms(60));

      assertThat(next.wakes()).isEqualTo(1);
      assertThat(value(next)).isEqualTo("a");
      assertThat(next()).isNull();
    });
  }

  @Test
  void insert_intoThePastWhileAwaited_comesAtOnce() throws Exception {
    Paused.run(() -> {
      queue.insert("later", ms(1_000));
      var next = HandPolled.of(queue.next());
      assertThat(next.isReady()).isFalse();
      queue.insertAt("past", Time.now().minus(ms(5)));

      assertThat(next.wakes()).isEqualTo(1);
      assertThat(value(next)).isEqualTo("past");
    });
  }

  @Test
  void reset_amongManyTimes_leavesTheOrderByTheLast() throws Exception {
    Paused.run(() -> {
      var one = queue.insert("one", ms(200));
      var two = queue.insert("two", ms(250));
      queue.reset(one, ms(300));
      queue.reset(two, ms(350));
      queue.reset(one, ms(400));
      var start = Time.now();

      assertThat(next()).isEqualTo("two");
      assertThat(start.elapsed()).isEqualTo(ms(350));
      assertThat(next()).isEqualTo("one");
      assertThat(start.elapsed()).isEqualTo(ms(400));
    });
  }
}
