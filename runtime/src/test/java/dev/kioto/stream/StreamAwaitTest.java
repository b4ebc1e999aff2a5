package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a task that waits for a stream says it waits for: the leaf, whatever is in between.
@Timeout(60)
final class StreamAwaitTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum Adapted {
    MAP(in -> in.map(x -> x)),
    THEN(in -> in.then(Futures::ready)),
    MAP_WHILE(in -> in.mapWhile(x -> x)),
    ENUMERATE(Stream::enumerate),
    INSPECT(in -> in.inspect(_ -> {})),
    FILTER(in -> in.filter(_ -> true)),
    FILTER_MAP(in -> in.filterMap(x -> x)),
    TAKE(in -> in.take(1)),
    TAKE_WHILE(in -> in.takeWhile(_ -> true)),
    SKIP(in -> in.skip(1)),
    SKIP_WHILE(in -> in.skipWhile(_ -> true)),
    CHAIN_FIRST(in -> in.chain(Streams.of(1))),
    CHAIN_SECOND(in -> Streams.<Integer>empty().chain(in)),
    MERGE(in -> in.merge(Streams.empty())),
    MERGE_OTHER(in -> Streams.<Integer>empty().merge(in)),
    ZIP(in -> in.zip(Streams.of(1), Integer::sum)),
    ZIP_OTHER(in -> Streams.of(1).zip(in, Integer::sum)),
    BUFFERED(in -> in.buffered(2, Futures::ready)),
    BUFFERED_UNORDERED(in -> in.bufferedUnordered(2, Futures::ready)),
    FUSE(Stream::fuse),
    PEEKABLE(Stream::peekable),
    NOTIFY_CLOSE(StreamNotifyClose::new),
    TIMEOUT(in -> in.timeout(HOUR)),
    TIMEOUT_REPEATING(in -> in.timeoutRepeating(Time.intervalAt(Time.now().plus(HOUR), HOUR))),
    THROTTLE(in -> in.throttle(HOUR)),
    CHUNKS_TIMEOUT(in -> in.chunksTimeout(3, HOUR)),
    STREAM_MAP(in -> mapOf(in));

    private final Function<Stream<Integer>, Stream<?>> make;

    Adapted(Function<Stream<Integer>, Stream<?>> make) {
      this.make = make;
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum Answer {
    NEXT(Stream::next),
    FOLD(in -> in.fold(0, Integer::sum)),
    TO_LIST(Stream::toList),
    FOR_EACH(in -> in.forEach(_ -> {})),
    COUNT(Stream::count),
    ALL(in -> in.all(_ -> true)),
    ANY(in -> in.any(_ -> false)),
    PEEK(in -> in.peekable().peek()),
    NEXT_IF(in -> in.peekable().nextIf(_ -> true)),
    NEXT_MANY(in -> mapOf(in).nextMany(new ArrayList<>(), 2));

    private final Function<Stream<Integer>, Future<?>> make;

    Answer(Function<Stream<Integer>, Future<?>> make) {
      this.make = make;
    }
  }

  private static StreamMap<String, Integer> mapOf(Stream<Integer> stream) {
    var map = new StreamMap<String, Integer>();
    map.insert("key", stream);
    return map;
  }

  private static final class Leaf implements Stream<Integer> {
    @Override
    public Poll<@Nullable Integer> pollNext(Context cx) {
      return Poll.pending();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("the very leaf");
    }
  }

  private static void assertLeadsToTheLeaf(Function<Stream<Integer>, Future<?>> make) {
    try (var runtime = Runtime.builder().currentThread().enableAll().startPaused(true).build();
        var _ = runtime.handle().enter()) {
      var made = make.apply(new Leaf());
      assertThat(HandPolled.of(made).isReady()).isFalse();

      assertThat(AwaitTrace.of(made).toString()).contains("the very leaf");
    }
  }

  @ParameterizedTest
  @EnumSource
  void adapter_whileItWaits_leadsToTheStreamBehind(Adapted adapted) {
    assertLeadsToTheLeaf(in -> adapted.make.apply(in).next());
  }

  @ParameterizedTest
  @EnumSource
  void answer_whileItWaits_leadsToTheStream(Answer answer) {
    assertLeadsToTheLeaf(answer.make);
  }

  @Test
  void limitsInTime_whileTheyWait_sayWhenTheyEnd() {
    try (var runtime = Runtime.builder().currentThread().enableAll().startPaused(true).build();
        var _ = runtime.handle().enter()) {
      for (var stream : new Stream<?>[] {new Leaf().timeout(HOUR),
          new Leaf().timeoutRepeating(Time.intervalAt(Time.now().plus(HOUR), HOUR))}) {
        var next = stream.next();
        HandPolled.of(next).poll();

        assertThat(AwaitTrace.of(next).toString()).contains("due in 3600 s");
        stream.close();
      }
    }
  }

  @Test
  void publisherOfAStream_whileItWaits_saysForWhom() {
    try (var runtime = Runtime.builder().workerThreads(1).build()) {
      var subscriber = new Subscriber();
      new Leaf().toPublisher(runtime.handle()).subscribe(subscriber);
      await().until(() -> runtime.dump().toString().contains("the subscriber to ask for items"));

      subscriber.subscription.request(1);

      await().until(() -> runtime.dump().toString().contains("the very leaf"));
    }
  }

  private static final class Subscriber implements Flow.Subscriber<Integer> {
    private volatile Flow.Subscription subscription = new Flow.Subscription() {
      @Override
      public void request(long n) {}

      @Override
      public void cancel() {}
    };

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(Integer item) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  @Test
  void task_thatWaitsForStreamsOfChannels_isSeenToWaitForEach() {
    var log = new ResourceLog();
    try (var runtime = Runtime.builder().workerThreads(1).enableAll().probe(log).build()) {
      var one = Mpsc.<Integer>channel(1);
      var other = Mpsc.<Integer>channel(1);
      var map = new StreamMap<String, Integer>();
      map.insert("one", Streams.receive(one.receiver()));
      map.insert("other", Streams.receive(other.receiver()));
      var task = runtime.spawn(map.timeout(HOUR).next());

      await().untilAsserted(() -> assertThat(log.waiting()).containsExactly("Receiver::recv", "Receiver::recv",
          "Sleep::new_timeout"));
      assertThat(log.edges()).extracting(ResourceLog.Edge::waitingTask).containsOnly(task.id());
      task.abort();
      await().untilAsserted(() -> assertThat(log.waiting()).as("a stream keeps what was under way").hasSize(3));
      map.close();
      await().untilAsserted(() -> assertThat(log.waiting()).containsExactly("Sleep::new_timeout"));
    }
  }

  @Test
  void task_thatLoopsOverAStream_isSeenToWait() {
    var log = new ResourceLog();
    try (var runtime = Runtime.builder().workerThreads(1).probe(log).build()) {
      var channel = Mpsc.<Integer>channel(1);
      var task = runtime.spawn(() -> {
        for (var item : Streams.receive(channel.receiver()).map(x -> x).iterate()) {
          assertThat(item).isNull();
        }
      });

      await().untilAsserted(() -> assertThat(log.waiting()).containsExactly("Receiver::recv"));
      assertThat(log.edges()).extracting(ResourceLog.Edge::waitingTask).containsOnly(task.id());
      assertThat(runtime.dump().toString()).contains("a message");
      channel.sender().close();
      task.await();
      assertThat(log.waiting()).isEmpty();
    }
  }
}
