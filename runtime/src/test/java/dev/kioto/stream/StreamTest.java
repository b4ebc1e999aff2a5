package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.sync.Mpsc;
import dev.kioto.testing.TestFuture;
import dev.kioto.testing.TestStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The adapters of a stream, polled by hand.
@Timeout(30)
final class StreamTest {

  // --- one item becomes another, or none ---

  @Test
  void map_filter_filterMap_changeAndLeaveOut() {
    assertThat(Streams.of(1, 2, 3).map(n -> n * 10).toList().await()).containsExactly(10, 20, 30);
    assertThat(Streams.of(1, 2, 3).filter(n -> n != 2).toList().await()).containsExactly(1, 3);
    assertThat(Streams.of(1, 2, 3).<String>filterMap(n -> n == 2 ? null : "n" + n).toList().await())
        .containsExactly("n1", "n3");
    assertThat(Streams.of(1, 2, 3).<String>mapWhile(n -> n == 2 ? null : "n" + n).toList().await())
        .containsExactly("n1");
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake that is tested
  void map_nullForAnItem_failsAndSaysSo() {
    var stream = TestStream.of(Streams.of(1, 2).map(_ -> null));

    assertThat(stream.assertFails(NullPointerException.class)).hasMessageContaining("map")
        .hasMessageContaining("end of the stream");
  }

  @Test
  void filter_nothingPassesNow_isPendingAndAsksOn() {
    var source = Probed.of(1, 3);
    var stream = TestStream.of(source.filter(n -> n % 2 == 0));

    stream.assertPending();
    source.send(4);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(4);
    source.end();
    stream.assertEnd();
  }

  @Test
  void enumerate_inspect_seeEachItem() {
    var seen = new ArrayList<String>();

    var items = Streams.of("a", "b").inspect(seen::add).enumerate().toList().await();

    assertThat(items).containsExactly(new Stream.Indexed<>(0, "a"), new Stream.Indexed<>(1, "b"));
    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void then_runsOneFutureAtATime() {
    var gates = List.of(Mpsc.<String>channel(1), Mpsc.<String>channel(1));
    var source = Probed.ended(0, 1);
    var stream = TestStream.of(source.<String>then(n -> Droppable.nonNull(gates.get(n).receiver().recv())));

    stream.assertPending();
    gates.get(1).sender().trySend("second");
    assertThat(stream.isWoken()).isFalse();
    stream.assertPending();
    gates.get(0).sender().trySend("first");
    assertThat(stream.isWoken()).isTrue();
    stream.assertNexts("first", "second");
    stream.assertEnd();
  }

  @Test
  void then_nextDropped_keepsTheFuture() {
    var gate = Mpsc.<String>channel(1);
    var stream = Streams.once(0).<String>then(_ -> Droppable.nonNull(gate.receiver().recv()));
    var next = TestFuture.of(stream.next());
    next.assertPending();
    next.drop();
    gate.sender().trySend("kept");

    TestStream.of(stream).assertNext("kept");
  }

  @Test
  void then_closed_dropsTheFutureAndClosesTheSource() {
    var source = Probed.of(1);
    var pending = new Droppable<String>();
    var stream = TestStream.of(source.<String>then(_ -> pending));
    stream.assertPending();

    stream.close();
    stream.close();

    assertThat(pending.drops()).isEqualTo(1);
    assertThat(source.closes).isPositive();
  }

  // --- parts ---

  @Test
  void take_afterTheLast_doesNotAskAgain() {
    var source = Probed.of(1, 2, 3);
    var stream = TestStream.of(source.take(2));

    stream.assertNexts(1, 2);
    int polls = source.polls;
    stream.assertEnd();
    stream.assertEnd();

    assertThat(source.polls).isEqualTo(polls);
  }

  @Test
  void take_zero_endsWithoutAsking() {
    var source = Probed.of(1);

    TestStream.of(source.take(0)).assertEnd();

    assertThat(source.polls).isZero();
  }

  @Test
  void take_shorterStream_endsWithIt() {
    var stream = TestStream.of(Streams.of(1).take(5));

    stream.assertNext(1);
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void takeWhile_endsAtTheFirst_forGood() {
    var stream = TestStream.of(Streams.of(1, 5, 2).takeWhile(n -> n < 3));

    stream.assertNext(1);
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void skip_and_skipWhile_beginLater() {
    assertThat(Streams.of(1, 2, 3).skip(2).toList().await()).containsExactly(3);
    assertThat(Streams.of(1, 2, 3).skip(0).toList().await()).containsExactly(1, 2, 3);
    assertThat(Streams.of(1, 2, 3).skip(9).toList().await()).isEmpty();
    assertThat(Streams.of(1, 5, 2).skipWhile(n -> n < 3).toList().await()).containsExactly(5, 2);
    assertThat(Streams.of(1, 2).skipWhile(n -> n < 3).toList().await()).isEmpty();
  }

  @Test
  void skip_fewerHaveCome_isPending() {
    var source = Probed.of(1);
    var stream = TestStream.of(source.skip(2));

    stream.assertPending();
    source.send(2);
    source.send(3);
    stream.assertNext(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void takeAndSkip_negative_areRefused(long count) {
    assertThatThrownBy(() -> Streams.of(1).take(count)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(count));
    assertThatThrownBy(() -> Streams.of(1).skip(count)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(count));
  }

  // --- two become one ---

  @Test
  void chain_secondIsAskedWhenTheFirstHasEnded_whichIsClosed() {
    var first = Probed.of(1);
    var second = Probed.of(2);
    var stream = TestStream.of(first.chain(second));

    stream.assertNext(1);
    stream.assertPending();
    assertThat(second.polls).isZero();
    first.end();
    stream.assertNext(2);
    assertThat(first.closes).isEqualTo(1);
    int polls = first.polls;
    second.end();
    stream.assertEnd();
    assertThat(first.polls).isEqualTo(polls);
  }

  @Test
  void merge_bothReady_takeTurns() {
    assertThat(Streams.of(1, 3, 5).merge(Streams.of(2, 4, 6)).toList().await()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void merge_oneEnds_goesOnWithTheOther() {
    var left = Probed.of(1);
    var right = Probed.<Integer>of();
    var stream = TestStream.of(left.merge(right));

    stream.assertNext(1);
    left.end();
    stream.assertPending();
    right.send(2);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(2);
    right.end();
    stream.assertEnd();
    stream.assertEnd();
    assertThat(left.closes).isEqualTo(1);
  }

  @Test
  void merge_wakes_fromBothSides() {
    var left = Probed.<Integer>of();
    var right = Probed.<Integer>of();
    var stream = TestStream.of(left.merge(right));

    stream.assertPending();
    left.send(1);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(1);
    stream.assertPending();
    right.send(2);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(2);
  }

  @Test
  void zip_waitsForThePartner_andLosesNone() {
    var left = Probed.of("a", "b");
    var right = Probed.<Integer>of();
    var zipped = left.zip(right, (a, n) -> a + n);
    var next = TestFuture.of(zipped.next());
    next.assertPending();
    next.drop();

    right.send(1);
    var stream = TestStream.of(zipped);
    stream.assertNext("a1");
    right.end();
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void zip_eitherEnds_ends() {
    TestStream.of(Probed.<String>ended().zip(Probed.of(1), (a, n) -> a + n)).assertEnd();
    TestStream.of(Probed.of("a").zip(Probed.<Integer>ended(), (a, n) -> a + n)).assertEnd();
    TestStream.of(Probed.<String>ended().zip(Probed.<Integer>of(), (a, n) -> a + n)).assertEnd();
  }

  @Test
  void twoStreams_closed_areBothClosed() {
    List<Function<Stream<Integer>, Stream<Integer>>> makers = new ArrayList<>();
    var other = Probed.of(2);
    makers.add(stream -> stream.chain(other));
    makers.add(stream -> stream.merge(other));
    makers.add(stream -> stream.zip(other, Integer::sum));
    for (var maker : makers) {
      var one = Probed.of(1);
      int before = other.closes;

      maker.apply(one).close();

      assertThat(one.closes).isEqualTo(1);
      assertThat(other.closes).isEqualTo(before + 1);
    }
  }

  // --- after the end ---

  /// Ends, goes on, and ends: what a source may do that is polled after its end.
  private static final class Undead implements Stream<Integer> {
    private int polls;

    @Override
    public Poll<@Nullable Integer> pollNext(Context cx) {
      return Poll.ready(polls++ % 2 == 0 ? (Integer) polls : null);
    }
  }

  @Test
  void fuse_afterTheEnd_staysEnded() {
    var stream = TestStream.of(new Undead().fuse());
    stream.assertNext(1);
    stream.assertEnd();
    stream.assertEnd();

    var without = TestStream.of(new Undead());
    without.assertNext(1);
    without.assertEnd();
    without.assertNext(3);
  }

  @Test
  void fuse_afterAFailure_isOver() {
    var stream = TestStream.of(Probed.of(1, 2).map(_ -> {
      throw new IllegalStateException("bad");
    }).fuse());

    stream.assertFails(IllegalStateException.class);
    stream.assertEnd();
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake that is tested
  void pollNext_nullForAnAnswer_namesTheStream() {
    Stream<Integer> wrong = _ -> null;

    assertThatThrownBy(() -> wrong.map(n -> n).next().await()).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("pollNext()").hasMessageContaining("StreamTest");
  }

  @Test
  void peek_leavesTheItem_nextIfTakesWhatPasses() {
    var source = Probed.of(1, 2);
    var stream = source.peekable();

    TestFuture.of(stream.peek()).assertReady(1);
    TestFuture.of(stream.peek()).assertReady(1);
    TestFuture.of(stream.nextIf(n -> n > 1)).assertReady((Integer) null);
    TestFuture.of(stream.nextIf(n -> n == 1)).assertReady(1);
    TestFuture.of(stream.next()).assertReady(2);
    var waiting = TestFuture.of(stream.peek());
    waiting.assertPending();
    source.end();
    waiting.assertReady((Integer) null);
    TestFuture.of(stream.next()).assertReady((Integer) null);
  }

  // --- one answer ---

  @Test
  void fold_collect_count_forEach_takeAllAndClose() {
    var source = Probed.ended(1, 2, 3);
    assertThat(source.fold(10, Integer::sum).await()).isEqualTo(16);
    assertThat(source.closes).isPositive();

    assertThat(Streams.of("a", "b").collect(Collectors.joining("+")).await()).isEqualTo("a+b");
    assertThat(Streams.of(1, 2).count().await()).isEqualTo(2);
    assertThat(Streams.empty().count().await()).isZero();
    var seen = new ArrayList<Integer>();
    Streams.of(1, 2).forEach(seen::add).await();
    assertThat(seen).containsExactly(1, 2);
    assertThatThrownBy(() -> Streams.of(1).toList().await().add(2)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void collect_itemsComeLater_isReadyAtTheEnd() {
    var source = Probed.of(1);
    var list = TestFuture.of(source.toList());

    list.assertPending();
    source.send(2);
    assertThat(list.isWoken()).isTrue();
    list.assertPending();
    source.end();
    assertThat(list.isWoken()).isTrue();
    list.assertReady(List.of(1, 2));
  }

  @Test
  void fold_failsOrIsDropped_closesTheStream() {
    var failing = Probed.of(1);
    TestFuture.of(failing.forEach(_ -> {
      throw new IllegalStateException("bad");
    })).assertFails(IllegalStateException.class);
    assertThat(failing.closes).isEqualTo(1);

    var dropped = Probed.of(1);
    var list = TestFuture.of(dropped.toList());
    list.assertPending();
    list.drop();
    assertThat(dropped.closes).isEqualTo(1);
  }

  @Test
  void allAny_decidedEarly_leaveTheRest() {
    var source = Probed.of(1, 2, 3, 4);
    TestFuture.of(source.any(n -> n == 2)).assertReady(true);
    TestFuture.of(source.all(n -> n != 3)).assertReady(false);
    assertThat(source.closes).isZero();
    TestStream.of(source).assertNext(4);

    assertThat(Streams.of(1, 2).all(n -> n > 0).await()).isTrue();
    assertThat(Streams.of(1, 2).any(n -> n > 2).await()).isFalse();
    assertThat(Streams.<Integer>empty().all(_ -> false).await()).isTrue();
    assertThat(Streams.<Integer>empty().any(_ -> true).await()).isFalse();
  }

  // --- telling a close apart ---

  @Test
  void notifyClose_saysTheEndBeforeIt() {
    var source = Probed.of(1);
    var stream = TestStream.of(new StreamNotifyClose<>(source));

    stream.assertNext(new StreamNotifyClose.Event.Item<>(1));
    stream.assertPending();
    source.end();
    stream.assertNext(new StreamNotifyClose.Event.Closed<>());
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void adapters_closedOrDescribed_handItOn() {
    List<Function<Stream<Integer>, Stream<?>>> makers = List.of(s -> s.map(n -> n),
        s -> s.<Integer>then(Futures::ready),
        s -> s.filter(_ -> true), s -> s.take(1), s -> s.takeWhile(_ -> true), s -> s.skip(1),
        s -> s.skipWhile(_ -> true),
        s -> s.enumerate(), s -> s.fuse(), s -> s.peekable(), s -> s.inspect(_ -> {}), s -> s.chain(Streams.empty()),
        s -> s.merge(Streams.empty()), s -> s.zip(s, Integer::sum), s -> s.<Integer>buffered(1, Futures::ready),
        s -> new StreamNotifyClose<>(s));
    for (var maker : makers) {
      var source = new Probed<Integer>();
      var stream = maker.apply(source);

      assertThat(AwaitTrace.of(stream.next())).asString().contains("Probed");
      stream.close();

      assertThat(source.closes).isPositive();
    }
  }
}
