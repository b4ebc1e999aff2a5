package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Futures;
import dev.kioto.testing.TestFuture;
import dev.kioto.testing.TestStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StreamMapTest {
  private final StreamMap<String, Integer> map = new StreamMap<>();
  private final TestStream<Map.Entry<String, Integer>> polled = TestStream.of(map);

  @Test
  void pollNext_noStreams_isTheEnd_andMoreMayCome() {
    polled.assertEnd();

    map.insert("a", Streams.of(1));

    polled.assertNext(Map.entry("a", 1));
    polled.assertEnd();
  }

  @Test
  void pollNext_streamOfOne_givesItsItemsUnderTheKey() {
    var source = Probed.<Integer>of();
    map.insert("a", source);

    polled.assertPending();
    source.send(1);
    assertThat(polled.isWoken()).isTrue();
    polled.assertNext(Map.entry("a", 1));
    source.end();
    polled.assertEnd();
    assertThat(map.isEmpty()).isTrue();
    assertThat(source.closes).isEqualTo(1);
  }

  @Test
  void pollNext_eachOfMany_wakes() {
    var sources = List.of(Probed.<Integer>of(), Probed.<Integer>of(), Probed.<Integer>of());
    for (int i = 0; i < 3; i++) {
      map.insert("k" + i, sources.get(i));
    }
    for (int i = 0; i < 3; i++) {
      polled.assertPending();
      sources.get(i).send(i);
      assertThat(polled.isWoken()).isTrue();
      polled.assertNext(Map.entry("k" + i, i));
    }
  }

  @Test
  void insert_sameKey_givesBackTheOneBefore() {
    var first = Probed.of(1);
    assertThat(map.insert("a", first)).isNull();

    assertThat((Object) map.insert("a", Probed.of(2))).isSameAs(first);

    assertThat(first.closes).isZero();
    assertThat(map.size()).isEqualTo(1);
    polled.assertNext(Map.entry("a", 2));
    polled.assertPending();
  }

  @Test
  void remove_takesTheStreamOut_open() {
    var source = Probed.of(1);
    map.insert("a", source);
    assertThat(map.containsKey("a")).isTrue();
    assertThat(map.keys()).containsExactly("a");

    assertThat((Object) map.remove("a")).isSameAs(source);

    assertThat((Object) map.remove("a")).isNull();
    assertThat(map.containsKey("a")).isFalse();
    assertThat(source.closes).isZero();
    polled.assertEnd();
  }

  @Test
  void pollNext_allReady_beginsAtAnyOfThem() {
    var firsts = new HashMap<String, Integer>();
    for (int round = 0; round < 200; round++) {
      var streams = new StreamMap<String, Integer>();
      for (String key : List.of("a", "b", "c")) {
        streams.insert(key, Streams.of(1));
      }
      firsts.merge(TestStream.of(streams).assertNext().getKey(), 1, Integer::sum);
    }

    assertThat(firsts).containsOnlyKeys("a", "b", "c"); // misses one in a case of 10^35
  }

  @Test
  void pollNext_everyBeginning_findsTheOneThatIsReady() {
    for (int begin = 0; begin < 5; begin++) {
      int start = begin;
      var streams = new StreamMap<Integer, Integer>(_ -> start);
      for (int i = 0; i < 5; i++) {
        streams.insert(i, i == 3 ? Streams.of(7) : i % 2 == 0 ? Streams.empty() : Streams.pending());
      }

      TestStream.of(streams).assertNext(Map.entry(3, 7));
    }
  }

  @Test
  void pollNext_someHaveEnded_asksEachOfTheOthersOnce() {
    for (int begin = 0; begin < 6; begin++) {
      int start = begin;
      var streams = new StreamMap<Integer, Integer>(_ -> start);
      var open = new ArrayList<Probed<Integer>>();
      for (int i = 0; i < 6; i++) {
        var source = i == 1 || i == 4 ? Probed.<Integer>ended() : Probed.<Integer>of();
        if (i != 1 && i != 4) {
          open.add(source);
        }
        streams.insert(i, source);
      }

      TestStream.of(streams).assertPending();

      assertThat(streams.keys()).containsExactlyInAnyOrder(0, 2, 3, 5);
      assertThat(open).allMatch(source -> source.polls == 1);
    }
  }

  @Test
  void pollNext_aStreamFails_itLeavesAndTheOthersGoOn() {
    var failing = Probed.of(1);
    map.insert("bad", failing.map(_ -> {
      throw new IllegalStateException("bad");
    }));

    polled.assertFails(IllegalStateException.class);
    assertThat(map.containsKey("bad")).isFalse();
    assertThat(failing.closes).isEqualTo(1);

    map.insert("good", Streams.of(2));
    polled.assertNext(Map.entry("good", 2));
  }

  @Test
  void nextMany_takesWhatIsThere_upToTheLimit() {
    map.insert("a", Probed.ended(1, 2, 3));
    var buffer = new ArrayList<Map.Entry<String, Integer>>();

    TestFuture.of(map.nextMany(buffer, 2)).assertReady(2);
    TestFuture.of(map.nextMany(buffer, 9)).assertReady(1);
    TestFuture.of(map.nextMany(buffer, 9)).assertReady(0);

    assertThat(buffer).extracting(Map.Entry::getValue).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> map.nextMany(buffer, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nextMany_nothingThere_waits() {
    var source = Probed.<Integer>of();
    map.insert("a", source);
    var buffer = new ArrayList<Map.Entry<String, Integer>>();
    var next = TestFuture.of(map.nextMany(buffer, 9));

    next.assertPending();
    source.send(1);
    assertThat(next.isWoken()).isTrue();
    next.assertReady(1);
  }

  @Test
  void close_closesAll_alsoWhenOneThrows() {
    var source = Probed.of(1);
    map.insert("a", source);
    map.insert("bad", Streams.repeat(Futures::pending, () -> {
      throw new IllegalStateException("close");
    }));

    assertThatThrownBy(map::close).isInstanceOf(IllegalStateException.class);

    assertThat(source.closes).isEqualTo(1);
    assertThat(map.isEmpty()).isTrue();
    map.close();
  }

  @Test
  void nullKeyOrStream_isRefused() {
    assertThatThrownBy(() -> map.insert("a", nothing())).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> map.remove(nothing())).isInstanceOf(NullPointerException.class);
    assertThat(map.isEmpty()).isTrue();
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // the mistake that is tested
  private static <T> T nothing() {
    return null;
  }

  /// Insertions, removals, ends and polls at random, against a model: what a map of indices gets wrong, if anything.
  @Test
  void randomUse_agreesWithAModel() {
    var random = new Random(20);
    for (int round = 0; round < 200; round++) {
      var streams = new StreamMap<Integer, Integer>(random::nextInt);
      var model = new HashMap<Integer, Integer>(); // items that are left, by key
      for (int step = 0; step < 100; step++) {
        int key = random.nextInt(8);
        switch (random.nextInt(4)) {
          case 0 -> {
            int count = random.nextInt(3);
            boolean was = streams.insert(key, Streams.iter(IntStream.range(0, count).boxed().toList())) != null;
            assertThat(was).isEqualTo(model.put(key, count) != null);
          }
          case 1 -> assertThat(streams.remove(key) != null).isEqualTo(model.remove(key) != null);
          default -> {
            var item = streams.next().await();
            if (item == null) {
              assertThat(model.values()).allMatch(left -> left == 0);
              model.clear();
            } else {
              assertThat(model.merge(item.getKey(), -1, Integer::sum)).isNotNegative();
            }
            model.keySet().removeIf(k -> !streams.containsKey(k) && model.getOrDefault(k, 0) == 0);
          }
        }
        assertThat(streams.keys()).isEqualTo(model.keySet());
      }
    }
  }
}
