package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.FuturesUnordered;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Handle;
import dev.kioto.runtime.RuntimeFlavor;
import dev.kioto.runtime.UnhandledPanic;
import dev.kioto.sync.Broadcast;
import dev.kioto.sync.LaggedException;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.Watch;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinSet;
import dev.kioto.task.Joined;
import dev.kioto.task.Task;
import dev.kioto.testing.KiotoTest;
import dev.kioto.testing.TestFuture;
import dev.kioto.testing.TestStream;
import dev.kioto.time.DelayQueue;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Where streams come from, and how a loop reads them.
@Timeout(30)
final class StreamsTest {

  // --- what is there ---

  @Test
  void iter_collection_givesItsElementsAndEnds() {
    var stream = TestStream.of(Streams.iter(List.of(1, 2, 3)));

    stream.assertNexts(1, 2, 3);
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void iter_isLazy() {
    var asked = new AtomicBoolean();
    Iterable<Integer> source = () -> {
      asked.set(true);
      return List.of(1).iterator();
    };

    var stream = Streams.iter(source);
    assertThat(asked).isFalse();
    stream.next().await();
    assertThat(asked).isTrue();
  }

  @Test
  void iter_nullElement_failsAndIsOver() {
    var stream = TestStream.of(Streams.iter(Arrays.asList(1, null, 3)));

    stream.assertNext(1);
    stream.assertFails(NullPointerException.class);
    stream.assertEnd();
  }

  @Test
  void iter_javaStream_isUsedUpAndClosed() {
    var closed = new AtomicBoolean();
    var source = IntStream.range(0, 3).boxed().onClose(() -> closed.set(true));

    assertThat(Streams.iter(source).toList().await()).containsExactly(0, 1, 2);
    assertThat(closed).isTrue();
  }

  @Test
  void close_beforeTheEnd_endsAnIter() {
    var stream = TestStream.of(Streams.of(1, 2));
    stream.assertNext(1);

    stream.close();
    stream.close();

    stream.assertEnd();
  }

  @Test
  void once_empty_pending_areWhatTheySay() {
    var once = TestStream.of(Streams.once("a"));
    once.assertNext("a");
    once.assertEnd();
    TestStream.of(Streams.empty()).assertEnd();
    var pending = TestStream.of(Streams.pending());
    pending.assertPending();
    assertThat(pending.isWoken()).isFalse();
  }

  @Test
  void future_valueThenEnd() {
    var channel = Mpsc.<String>channel(1);
    var stream = TestStream.of(Streams.future(channel.receiver().recv()));

    stream.assertPending();
    channel.sender().trySend("a");
    stream.assertNext("a");
    stream.assertEnd();

    TestStream.of(Streams.future(Futures.<@Nullable String>ready(null))).assertEnd();
  }

  @Test
  void future_thatFails_failsOnceAndIsOver() {
    var stream = TestStream
        .of(Streams.<String>future(Futures.<@Nullable String>failed(new IllegalStateException("bad"))));

    stream.assertFails(IllegalStateException.class);
    stream.assertEnd();
  }

  @KiotoTest
  void iter_neverEnding_givesWayToOthers(Handle handle) {
    var stop = new AtomicBoolean();
    Iterable<Integer> endless = () -> new ArrayList<>(Collections.nCopies(10_000_000, 1)).iterator();
    var reader = Task.spawn(Streams.iter(endless).takeWhile(_ -> !stop.get()).count());
    Task.spawn((Context _) -> {
      stop.set(true);
      return Poll.ready(1);
    });

    assertThat(reader.await()).isBetween(1L, 1_000L);
    assertThat(handle.metrics().budgetForcedYieldCount()).isPositive();
  }

  // --- what comes ---

  @Test
  void repeat_nextDropped_keepsWhatIsUnderWay() {
    var made = new AtomicInteger();
    var channel = Mpsc.<String>channel(1);
    var stream = Streams.<String>repeat(() -> {
      made.incrementAndGet();
      return channel.receiver().recv();
    });
    var next = TestFuture.of(stream.next());
    next.assertPending();

    next.drop();
    channel.sender().trySend("a");

    TestStream.of(stream).assertNext("a");
    assertThat(made).hasValue(1);
  }

  @Test
  void repeat_nullOrFailureOrClose_closesOnce() {
    var closes = new AtomicInteger();
    var ended = TestStream
        .of(Streams.<String>repeat(() -> Futures.<@Nullable String>ready(null), closes::incrementAndGet));
    ended.assertEnd();
    ended.assertEnd();
    ended.close();
    assertThat(closes).hasValue(1);

    var failed = TestStream.of(
        Streams.<String>repeat(() -> Futures.failed(new IllegalStateException("bad")), closes::incrementAndGet));
    failed.assertFails(IllegalStateException.class);
    failed.assertEnd();
    assertThat(closes).hasValue(2);

    var thrower = TestStream.of(Streams.<String>repeat(() -> {
      throw new IllegalArgumentException("no future");
    }, closes::incrementAndGet));
    thrower.assertFails(IllegalArgumentException.class);
    thrower.assertEnd();
    assertThat(closes).hasValue(3);

    var drops = new AtomicInteger();
    var closed = TestStream.of(Streams.<String>repeat(() -> new Future<@Nullable String>() {
      @Override
      public Poll<@Nullable String> poll(Context cx) {
        return Poll.pending();
      }

      @Override
      public void drop() {
        drops.incrementAndGet();
      }
    }, closes::incrementAndGet));
    closed.assertPending();
    closed.close();
    closed.close();
    assertThat(closes).hasValue(4);
    assertThat(drops).hasValue(1);
  }

  @Test
  void receive_channel_givesMessagesAndTheEnd() {
    var channel = Mpsc.<Integer>channel(2);
    var stream = TestStream.of(Streams.receive(channel.receiver()));

    stream.assertPending();
    channel.sender().trySend(1);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(1);
    channel.sender().close();
    stream.assertEnd();
  }

  @Test
  void receive_closed_closesTheReceiver() {
    var channel = Mpsc.<Integer>channel(2);
    var stream = Streams.receive(channel.receiver());

    stream.close();

    assertThat(channel.sender().trySend(1)).isEqualTo(Mpsc.TrySend.CLOSED);
  }

  @KiotoTest(unhandledPanic = UnhandledPanic.IGNORE)
  void join_set_givesMembersAndFailuresAsTheyEnd() {
    var set = new JoinSet<Integer>();
    set.spawn(Futures.ready(1));
    set.spawn(Futures.failed(new IllegalStateException("bad")));
    set.spawn(Futures.ready(3));

    var results = Streams.join(set).toList().await();

    assertThat(results).hasSize(3);
    assertThat(results.stream().filter(Outcome::isSuccess).map(Outcome::get).map(Joined::value))
        .containsExactlyInAnyOrder(1,
            3);
    assertThat(results.stream().filter(result -> !result.isSuccess())).singleElement()
        .isInstanceOfSatisfying(Outcome.Failure.class,
            failed -> assertThat(failed.failure()).isInstanceOf(JoinException.class));
  }

  @KiotoTest
  void join_closed_abortsTheMembers() {
    var set = new JoinSet<Integer>();
    var member = Task.spawn(Futures.<Integer>pending());
    set.add(member);

    Streams.join(set).close();

    assertThatThrownBy(member::await).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).isTrue());
  }

  @KiotoTest(startPaused = true)
  void expired_delayQueue_givesEntriesInTheOrderOfTheirTimes() {
    var queue = new DelayQueue<String>();
    queue.insert("late", Duration.ofSeconds(2));
    queue.insert("early", Duration.ofSeconds(1));
    var start = Time.now();

    var entries = Streams.expired(queue).map(DelayQueue.Expired::value).toList().await();

    assertThat(entries).containsExactly("early", "late");
    assertThat(start.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @KiotoTest(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 4)
  void bufferedUnordered_ofTasksOnManyWorkers_losesNone() {
    var sum = Streams.iter(IntStream.range(0, 5_000).boxed())
        .<Integer>bufferedUnordered(64, n -> Task.spawn(() -> n)).fold(0L, Long::sum);

    assertThat(Task.spawn(sum).await()).isEqualTo(12_497_500L);
  }

  @KiotoTest(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 4)
  void buffered_ofTasksOnManyWorkers_keepsTheOrder() {
    var items = Streams.iter(IntStream.range(0, 5_000).boxed()).<Integer>buffered(64, n -> Task.spawn(() -> n))
        .toList();

    assertThat(Task.spawn(items).await()).isEqualTo(IntStream.range(0, 5_000).boxed().toList());
  }

  @Test
  void receive_unbounded_givesMessagesAndTheEnd() {
    var channel = Mpsc.<Integer>unbounded();
    var stream = TestStream.of(Streams.receive(channel.receiver()));

    stream.assertPending();
    channel.sender().send(1);
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(1);
    channel.sender().close();
    stream.assertEnd();
  }

  @Test
  void receive_broadcast_saysHowFarItLaggedAndGoesOn() {
    var channel = Broadcast.<Integer>channel(2);
    var stream = TestStream.of(Streams.receive(channel.receiver()));
    stream.assertPending();
    for (int i = 0; i < 5; i++) {
      channel.sender().send(i);
    }
    assertThat(stream.isWoken()).isTrue();

    assertThat(stream.assertNext()).isInstanceOfSatisfying(Outcome.Failure.class,
        failed -> assertThat(failed.failure()).isInstanceOf(LaggedException.class));
    stream.assertNexts(new Outcome.Success<>(3), new Outcome.Success<>(4));
    channel.sender().close();
    stream.assertEnd();
  }

  @Test
  void receive_watch_givesTheNewestThenTheChanges() {
    var channel = Watch.channel("a");
    var stream = TestStream.of(Streams.receive(channel.receiver()));

    stream.assertNext("a");
    stream.assertPending();
    channel.sender().send("b");
    assertThat(stream.isWoken()).isTrue();
    channel.sender().send("c");
    stream.assertNext("c");
    stream.assertPending();
    channel.sender().send("d");
    channel.sender().close();
    stream.assertNext("d");
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void receive_watchThatHasEnded_givesTheLastValue() {
    var channel = Watch.channel("a");
    channel.sender().close();
    var stream = TestStream.of(Streams.receive(channel.receiver()));

    stream.assertNext("a");
    stream.assertEnd();
  }

  @Test
  void changes_watch_leavesOutWhatWasSeen_andClosesTheReceiver() {
    var channel = Watch.channel("a");
    var stream = TestStream.of(Streams.changes(channel.receiver()));

    stream.assertPending();
    channel.sender().send("b");
    stream.assertNext("b");
    stream.close();
    assertThat(channel.sender().receiverCount()).isZero();
  }

  @Test
  void futures_unordered_comeAsTheyAreReady() {
    var gate = Mpsc.<String>channel(1);
    var futures = new FuturesUnordered<String>();
    futures.push(Futures.map(gate.receiver().recv(), text -> "" + text));
    futures.push(Futures.ready("at once"));
    var stream = TestStream.of(Streams.futures(futures));

    stream.assertNext("at once");
    stream.assertPending();
    gate.sender().trySend("late");
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext("late");
    stream.assertEnd();
  }

  @KiotoTest
  void then_handleOfATask_leavesItRunningWhenTheStreamIsClosed() {
    var gate = Mpsc.<String>channel(1);
    var task = Task.spawn(gate.receiver().recv());
    var stream = TestStream.of(Streams.once(1).<String>then(_ -> Futures.map(task, text -> "" + text)));
    stream.assertPending();
    stream.close();

    gate.sender().trySend("a");

    assertThat(task.await()).isEqualTo("a");
  }

  // --- loops ---

  @KiotoTest
  void iterate_inADirectTask_waitsForEachItem() {
    var channel = Mpsc.<Integer>channel(1);
    Task.spawn(() -> {
      try (var sender = channel.sender()) {
        for (int i = 0; i < 100; i++) {
          sender.send(i).await();
        }
      }
    });

    int expected = 0;
    for (int item : Streams.receive(channel.receiver()).iterate()) {
      assertThat(item).isEqualTo(expected++);
    }
    assertThat(expected).isEqualTo(100);
  }

  @Test
  void iterate_left_keepsTheRest_andAtTheEndCloses() {
    var source = Probed.ended(1, 2, 3);
    for (int item : source.iterate()) {
      assertThat(item).isEqualTo(1);
      break;
    }
    assertThat(source.closes).isZero();

    assertThat(source.iterate()).containsExactly(2, 3);
    assertThat(source.closes).isEqualTo(1);
  }

  @Test
  void iterate_secondIterator_isRefused() {
    var iterable = Streams.of(1, 2).iterate();
    assertThat(iterable.iterator()).isNotNull();

    assertThatThrownBy(iterable::iterator).isInstanceOf(IllegalStateException.class).hasMessageContaining("second");
  }

  @Test
  void iterator_afterTheEnd_hasNoElement() {
    var iterator = Streams.of(1).iterate().iterator();

    assertThat(iterator.next()).isEqualTo(1);
    assertThat(iterator.hasNext()).isFalse();
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void iterate_failure_isThrownAndCloses() {
    var source = Probed.of(1);
    var iterator = source.map(_ -> {
      throw new IllegalStateException("bad");
    }).iterate().iterator();

    assertThatThrownBy(iterator::hasNext).isInstanceOf(IllegalStateException.class);
    assertThat(source.closes).isEqualTo(1);
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void toJavaStream_readsAndCloses() {
    var source = Probed.ended(1, 2, 3);
    try (var stream = source.toJavaStream()) {
      assertThat(stream.mapToInt(Integer::intValue).sum()).isEqualTo(6);
    }
    assertThat(source.closes).isPositive();
  }
}
