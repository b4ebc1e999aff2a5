package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.runtime.Handle;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeFlavor;
import dev.kioto.runtime.UnhandledPanic;
import dev.kioto.task.Task;
import dev.kioto.testing.KiotoTest;
import dev.kioto.testing.TestStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams of publishers and publishers of streams. [ReactiveStreamsTest] holds both to the rules.
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class FlowTest {

  // --- a stream of a publisher ---

  /// A publisher in the hands of the test.
  private static final class Manual implements Flow.Publisher<Integer>, Flow.Subscription {
    private final List<Long> requests = new ArrayList<>();
    private Flow.@Nullable Subscriber<? super Integer> subscriber;
    private int cancels;
    private final boolean late;

    Manual(boolean late) {
      this.late = late;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Integer> offered) {
      subscriber = offered;
      if (!late) {
        offered.onSubscribe(this);
      }
    }

    Flow.Subscriber<? super Integer> subscriber() {
      var subscribed = subscriber;
      if (subscribed == null) {
        throw new AssertionError("nobody has subscribed");
      }
      return subscribed;
    }

    @Override
    public void request(long n) {
      requests.add(n);
    }

    @Override
    public void cancel() {
      cancels++;
    }
  }

  private final Manual publisher = new Manual(false);

  private TestStream<Integer> stream(int demand) {
    return TestStream.of(Streams.fromPublisher(publisher, demand));
  }

  @Test
  void fromPublisher_isLazy_thenAsksForTheDemand() {
    var stream = stream(4);
    assertThat(publisher.subscriber).isNull();

    stream.assertPending();
    stream.assertPending();

    assertThat(publisher.requests).containsExactly(4L);
  }

  @Test
  void fromPublisher_items_wakeAndAreAskedForAgainWhenHalfIsTaken() {
    var stream = stream(4);
    stream.assertPending();

    publisher.subscriber().onNext(1);
    assertThat(stream.isWoken()).isTrue();
    publisher.subscriber().onNext(2);
    publisher.subscriber().onNext(3);
    stream.assertNext(1);
    assertThat(publisher.requests).containsExactly(4L);
    stream.assertNext(2);
    assertThat(publisher.requests).containsExactly(4L, 2L);
    stream.assertNext(3);
    publisher.subscriber().onComplete();
    stream.assertEnd();
    stream.assertEnd();
    stream.close();
    assertThat(publisher.cancels).isZero();
  }

  @Test
  void fromPublisher_failure_comesAfterTheItems_asItIsOrWrapped() {
    var stream = stream(4);
    stream.assertPending();
    var failure = new IllegalStateException("bad");
    publisher.subscriber().onNext(1);
    publisher.subscriber().onError(failure);

    stream.assertNext(1);
    assertThat(stream.assertFails(IllegalStateException.class)).isSameAs(failure);
    stream.assertEnd();

    var checked = new IOException("disk");
    var other = stream(4);
    other.assertPending();
    publisher.subscriber().onError(checked);
    assertThat(other.assertFails(CompletionException.class)).hasCause(checked);
  }

  @Test
  void fromPublisher_closed_cancelsOnceAndForgets() {
    var stream = stream(4);
    stream.assertPending();
    publisher.subscriber().onNext(1);

    stream.close();
    stream.close();
    publisher.subscriber().onNext(2);

    assertThat(publisher.cancels).isEqualTo(1);
    stream.assertEnd();
  }

  @Test
  void fromPublisher_closedBeforeTheSubscription_cancelsItWhenItComes() {
    var late = new Manual(true);
    var stream = TestStream.of(Streams.fromPublisher(late, 4));
    stream.assertPending();
    stream.close();

    late.subscriber().onSubscribe(late);

    assertThat(late.cancels).isEqualTo(1);
    assertThat(late.requests).isEmpty();
  }

  @Test
  void fromPublisher_subscriptionComesLate_wakesAndAsks() {
    var late = new Manual(true);
    var stream = TestStream.of(Streams.fromPublisher(late, 4));
    stream.assertPending();

    late.subscriber().onSubscribe(late);
    assertThat(stream.isWoken()).isTrue();
    stream.assertPending();

    assertThat(late.requests).containsExactly(4L);
  }

  @Test
  void fromPublisher_secondSubscription_isCancelled() {
    var stream = stream(4);
    stream.assertPending();
    var second = new Manual(false);

    publisher.subscriber().onSubscribe(second);

    assertThat(second.cancels).isEqualTo(1);
    assertThat(publisher.cancels).isZero();
  }

  @Test
  void fromPublisher_moreThanAskedFor_failsAfterTheItemsAndCancels() {
    var stream = stream(1);
    stream.assertPending();
    publisher.subscriber().onNext(1);
    publisher.subscriber().onNext(2);
    publisher.subscriber().onNext(3);

    stream.assertNext(1);
    assertThat(stream.assertFails(IllegalStateException.class)).hasMessageContaining("more than the 1 items");
    assertThat(publisher.cancels).isEqualTo(1);
    stream.assertEnd();
  }

  @Test
  void fromPublisher_subscribeThrows_failsAndIsOver() {
    var stream = TestStream.of(Streams.<Integer>fromPublisher(_ -> {
      throw new IllegalStateException("refused");
    }, 1));

    stream.assertFails(IllegalStateException.class);
    stream.assertEnd();
  }

  @Test
  void fromPublisher_demandBelowOne_isRefused() {
    assertThatThrownBy(() -> Streams.fromPublisher(publisher, 0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("demand must be at least 1, but is 0");
  }

  @KiotoTest(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 2)
  void fromPublisher_ofTheJdk_losesNothing() {
    try (var jdk = new SubmissionPublisher<Integer>()) {
      var sum = Task.spawn(Streams.fromPublisher(jdk, 16).fold(0L, Long::sum));
      await().until(() -> jdk.hasSubscribers());
      IntStream.range(0, 10_000).forEach(jdk::submit);
      jdk.close();

      assertThat(sum.await()).isEqualTo(49_995_000L);
    }
  }

  // --- a publisher of a stream ---

  /// Writes down what it is told. Any thread, one at a time.
  private static final class Listener implements Flow.Subscriber<Integer> {
    private final List<Object> told = new CopyOnWriteArrayList<>();
    private volatile Flow.@Nullable Subscription subscription;
    private final long first;

    Listener(long first) {
      this.first = first;
    }

    Flow.Subscription subscription() {
      var given = subscription;
      if (given == null) {
        throw new AssertionError("no subscription");
      }
      return given;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      if (first != 0) {
        given.request(first);
      }
    }

    @Override
    public void onNext(Integer item) {
      told.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      told.add(failure);
    }

    @Override
    public void onComplete() {
      told.add("complete");
    }
  }

  @KiotoTest(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 2)
  void toPublisher_everythingAskedFor_tellsAllAndCloses(Handle handle) {
    var source = Probed.ended(1, 2, 3);
    var listener = new Listener(Long.MAX_VALUE);

    source.toPublisher(handle).subscribe(listener);

    await().until(() -> listener.told.size() == 4);
    assertThat(listener.told).containsExactly(1, 2, 3, "complete");
    await().until(() -> source.closes > 0);
  }

  @KiotoTest
  void toPublisher_demand_isNotExceeded(Handle handle) {
    var source = Probed.of(1, 2, 3, 4);
    var listener = new Listener(0);
    source.toPublisher(handle).subscribe(listener);
    yieldOften();
    assertThat(source.polls).isZero();

    listener.subscription().request(2);
    yieldOften();
    assertThat(listener.told).containsExactly(1, 2);

    listener.subscription().request(1);
    yieldOften();
    assertThat(listener.told).containsExactly(1, 2, 3);
  }

  @KiotoTest
  void toPublisher_cancel_closesTheStreamAndSaysNothing(Handle handle) {
    var source = Probed.of(1);
    var listener = new Listener(5);
    source.toPublisher(handle).subscribe(listener);
    yieldOften();

    listener.subscription().cancel();
    listener.subscription().request(1);
    source.send(2);
    yieldOften();

    assertThat(listener.told).containsExactly(1);
    assertThat(source.closes).isEqualTo(1);
  }

  @KiotoTest
  void toPublisher_streamFails_isTold(Handle handle) {
    var failure = new IllegalStateException("bad");
    var listener = new Listener(5);

    Streams.of(1).<Integer>map(_ -> {
      throw failure;
    }).toPublisher(handle).subscribe(listener);
    yieldOften();

    assertThat(listener.told).containsExactly(failure);
  }

  @KiotoTest
  void toPublisher_badRequest_failsTheSubscription(Handle handle) {
    var source = Probed.of(1);
    var listener = new Listener(0);
    source.toPublisher(handle).subscribe(listener);

    listener.subscription().request(0);
    yieldOften();

    assertThat(listener.told).singleElement().isInstanceOf(IllegalArgumentException.class);
    assertThat(source.closes).isEqualTo(1);
  }

  @KiotoTest
  void toPublisher_secondSubscriber_isRefused(Handle handle) {
    var publisher = Streams.of(1).toPublisher(handle);
    var first = new Listener(5);
    var second = new Listener(5);
    publisher.subscribe(first);

    publisher.subscribe(second);
    yieldOften();

    assertThat(second.told).singleElement().isInstanceOf(IllegalStateException.class);
    assertThat(first.told).containsExactly(1, "complete");
  }

  @KiotoTest(unhandledPanic = UnhandledPanic.IGNORE)
  void toPublisher_subscriberThrows_closesTheStream(Handle handle) {
    var source = Probed.of(1, 2);

    source.toPublisher(handle).subscribe(new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(5);
      }

      @Override
      public void onNext(Integer item) {
        throw new IllegalStateException("subscriber");
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onComplete() {}
    });
    yieldOften();

    assertThat(source.closes).isEqualTo(1);
  }

  @Test
  void toPublisher_runtimeShutsDown_subscriberIsTold() {
    var source = Probed.of(1);
    var listener = new Listener(5);
    try (var runtime = Runtime.builder().workerThreads(1).enableAll().build()) {
      source.toPublisher(runtime.handle()).subscribe(listener);
      await().until(() -> listener.told.contains(1));
    }

    assertThat(listener.told).hasSize(2).last().isInstanceOf(CancelledException.class);
    assertThat(source.closes).isEqualTo(1);
  }

  @Test
  void toPublisher_runtimeHasShutDownBefore_subscriberIsTold() {
    var source = Probed.of(1);
    var listener = new Listener(5);
    var runtime = Runtime.builder().workerThreads(1).enableAll().build();
    runtime.close();

    source.toPublisher(runtime.handle()).subscribe(listener);

    await().until(() -> !listener.told.isEmpty());
    assertThat(listener.told).singleElement().isInstanceOf(CancelledException.class);
    assertThat(source.closes).isEqualTo(1);
  }

  @KiotoTest
  void thereAndBack_keepsTheItems(Handle handle) {
    var there = Streams.iter(IntStream.range(0, 1_000).boxed()).toPublisher(handle);

    assertThat(Streams.fromPublisher(there, 7).count().await()).isEqualTo(1_000);
  }

  // Enough for every task of a current-thread runtime to come to rest.
  private static void yieldOften() {
    for (int i = 0; i < 100; i++) {
      Task.yieldNow().await();
    }
  }
}
