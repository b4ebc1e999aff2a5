package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.RuntimeFlavor;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.Task;
import dev.kioto.testing.KiotoRuntime;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Readers that give up all the time, and readers that take turns: no item is lost and no wake-up either.
@KiotoRuntime(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 4)
final class StreamCancelTest {
  private static final int ITEMS = 400;

  enum Pipeline {
    RECEIVE(source -> source), //
    THEN(source -> source.then(Pipeline::slowly)), //
    BUFFERED(source -> source.buffered(8, Pipeline::slowly)), //
    UNORDERED(source -> source.bufferedUnordered(8, Pipeline::slowly)), //
    PEEKABLE(source -> source.peekable()), //
    MERGE(source -> source.filter(n -> n % 2 == 0).merge(Streams.empty())
        .chain(Streams.iter(IntStream.range(0, ITEMS).filter(n -> n % 2 == 1).boxed()))), //
    ZIP(source -> source.zip(Streams.iter(IntStream.range(0, ITEMS).boxed()).then(Pipeline::slowly), (n, _) -> n)), //
    CHUNKS(source -> source.chunksTimeout(7, Duration.ofMillis(1)).<Integer>then(Pipeline::pieces)), //
    MAP(source -> {
      var map = new StreamMap<String, Integer>();
      map.insert("a", source);
      map.insert("b", Streams.empty());
      return map.map(entry -> entry.getValue());
    });

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
    private final Function<Stream<Integer>, Stream<Integer>> maker;

    Pipeline(Function<Stream<Integer>, Stream<Integer>> maker) {
      this.maker = maker;
    }

    private static Future<Integer> slowly(int item) {
      return item % 3 == 0 ? Futures.ready(item) : Futures.map(Task.spawn(() -> pause(item)), n -> n);
    }

    private static int pause(int item) {
      if (item % 5 == 0) {
        Time.sleep(Duration.ofMillis(1)).await();
      }
      return item;
    }

    // One number for each chunk: their sum is the same.
    private static Future<Integer> pieces(List<Integer> chunk) {
      return Futures.ready(chunk.stream().mapToInt(Integer::intValue).sum());
    }
  }

  private static Stream<Integer> start(Pipeline pipeline) {
    var channel = Mpsc.<Integer>channel(4);
    Task.spawn(() -> {
      try (var sender = channel.sender()) {
        for (int i = 0; i < ITEMS; i++) {
          sender.send(i).await();
          if (i % 50 == 0) {
            Time.sleep(Duration.ofMillis(1)).await();
          }
        }
      }
    });
    return pipeline.maker.apply(Streams.receive(channel.receiver()));
  }

  private static void check(Pipeline pipeline, List<Integer> items) {
    assertThat(items.stream().mapToInt(Integer::intValue).sum()).isEqualTo(ITEMS * (ITEMS - 1) / 2);
    if (pipeline != Pipeline.CHUNKS) {
      assertThat(items).doesNotHaveDuplicates().hasSize(ITEMS);
    }
    if (pipeline != Pipeline.CHUNKS && pipeline != Pipeline.UNORDERED && pipeline != Pipeline.MERGE) {
      assertThat(items).isSorted();
    }
  }

  @ParameterizedTest
  @EnumSource
  void next_givenUpAllTheTime_losesNoItem(Pipeline pipeline) {
    var items = new ArrayList<Integer>();
    try (var stream = start(pipeline)) {
      while (true) {
        var wait = Duration.ofNanos(ThreadLocalRandom.current().nextInt(3) * 500_000L);
        try {
          Integer item = Time.timeout(wait, stream.next()).await();
          if (item == null) {
            break;
          }
          items.add(item);
        } catch (ElapsedException _) {
          Task.yieldNow().await();
        }
      }
    }

    check(pipeline, items);
  }

  @ParameterizedTest
  @EnumSource
  void next_byAnotherTaskEachTime_losesNoWake(Pipeline pipeline) {
    var items = new ArrayList<Integer>();
    try (var stream = start(pipeline)) {
      @Nullable Integer item;
      while ((item = Task.spawn(stream.next()).await()) != null) {
        items.add(Objects.requireNonNull(item));
      }
    }

    check(pipeline, items);
  }

  @ParameterizedTest
  @EnumSource
  void next_ofATaskThatIsAborted_losesNoItemThatWasNotGiven(Pipeline pipeline) {
    var items = new ArrayList<Integer>();
    try (var stream = start(pipeline)) {
      boolean over = false;
      while (!over) {
        // The reader writes down what it was given inside its poll: an abort comes before it or after it.
        var reader = Task.spawn(Futures.map(stream.next(), item -> item == null || !items.add(item)));
        if (ThreadLocalRandom.current().nextBoolean()) {
          reader.abort();
        }
        over = Futures.recover(reader, _ -> false).await();
      }
    }

    check(pipeline, items);
  }
}
