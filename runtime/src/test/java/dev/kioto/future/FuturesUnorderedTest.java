package dev.kioto.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FuturesUnorderedTest {
  private final List<String> log = new ArrayList<>();
  private final Manual<Integer> a = new Manual<>("a", log);
  private final Manual<Integer> b = new Manual<>("b", log);
  private final Manual<Integer> c = new Manual<>("c", log);
  private final FuturesUnordered<Integer> set = new FuturesUnordered<>();

  @Test
  void next_givesTheValuesInTheOrderInWhichTheyAreReady() {
    List.of(a, b, c).forEach(set::push);
    var next = HandPolled.of(set.next());
    assertThat(next.isReady()).isFalse();
    c.complete(3);
    a.complete(1);

    assertThat(next.wakes()).isEqualTo(1);
    assertThat(set.next().await()).isEqualTo(3);
    assertThat(set.next().await()).isEqualTo(1);
    assertThat(set.length()).isEqualTo(1);
    b.complete(2);
    assertThat(set.next().await()).isEqualTo(2);
    assertThat(set.next().await()).isNull();
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void next_ofOneThatFails_throwsOnceAndTheOthersStay() {
    List.of(a, b).forEach(set::push);
    a.fail(new IllegalStateException("odd"));
    b.complete(2);

    assertThatThrownBy(set.next()::await).hasMessage("odd");
    assertThat(set.next().await()).isEqualTo(2);
  }

  @Test
  void next_dropped_losesNothingAndIsNotWoken() {
    set.push(a);
    var dropped = HandPolled.of(set.next());
    assertThat(dropped.isReady()).isFalse();
    dropped.drop();
    a.complete(1);

    assertThat(dropped.wakes()).isZero();
    assertThat(set.next().await()).isEqualTo(1);
  }

  @Test
  void push_whileNextWaits_wakesIt() {
    set.push(a);
    var next = HandPolled.of(set.next());
    assertThat(next.isReady()).isFalse();
    set.push(Futures.ready(2));

    assertThat(next.wakes()).isEqualTo(1);
    assertThat(next.value()).isEqualTo(2);
  }

  @Test
  void close_dropsThoseThatAreNotOverInTheirOrderAndTakesNoMore() {
    List.of(a, b, c).forEach(set::push);
    b.complete(2);
    assertThat(set.next().await()).isEqualTo(2);
    log.clear();
    set.close();
    set.close();

    assertThat(log).containsExactly("-a", "-c");
    assertThat(set.isEmpty()).isTrue();
    assertThat(set.next().await()).isNull();
    assertThatIllegalStateException().isThrownBy(() -> set.push(a)).withMessageContaining("closed");
  }

  @Test
  void wakes_fromOtherThreads_loseNoneOfMany() throws InterruptedException {
    int n = 20_000;
    var futures = new ArrayList<Manual<Integer>>(n);
    var toComplete = new ConcurrentLinkedQueue<Integer>();
    for (int i = 0; i < n; i++) {
      futures.add(new Manual<>());
      set.push(futures.getLast());
      toComplete.add(i);
    }
    var threads = List.of(completer(futures, toComplete), completer(futures, toComplete));
    var seen = new BitSet(n);
    for (int i = 0; i < n; i++) {
      seen.set(Objects.requireNonNull(set.next().await()));
    }

    assertThat(seen.cardinality()).isEqualTo(n);
    assertThat(set.next().await()).isNull();
    assertThat(futures).allMatch(future -> future.drops() == 0);
    for (var thread : threads) {
      thread.join();
    }
  }

  private static Thread completer(List<Manual<Integer>> futures, ConcurrentLinkedQueue<Integer> toComplete) {
    return Thread.ofPlatform().start(() -> {
      for (var next = toComplete.poll(); next != null; next = toComplete.poll()) {
        futures.get(next).wake(); // for nothing, now and then
        futures.get(next).complete(next);
      }
    });
  }

  @Test
  void valueAndNeighbours_ofAFutureWhoseWakerIsKept_areNotKept() {
    var waker = new Waker[1];
    var objects = new FuturesUnordered<Object>();
    var over = new AtomicBoolean();
    objects.push(cx -> {
      waker[0] = cx.waker();
      return over.get() ? Poll.ready(new Object()) : Poll.pending();
    });
    objects.push(cx -> over.get() ? Poll.ready(new Object()) : Poll.pending());
    assertThat(HandPolled.of(objects.next()).isReady()).isFalse();
    over.set(true);
    waker[0].wake();
    var value = new WeakReference<>(Objects.requireNonNull(objects.next().await()));

    await().until(() -> {
      System.gc();
      return value.get() == null;
    });
    waker[0].wake();
    assertThat(objects.length()).isEqualTo(1);
  }
}
