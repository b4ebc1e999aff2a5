package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.BadInput;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What streams refuse, and what their messages say of it; and what they take that looks wrong.
@Timeout(60)
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are passed on purpose, as code that is not checked can do
final class BadInputTest {
  private static final Duration BACK = Duration.ofSeconds(-5);

  private static Stream<Integer> one() {
    return Streams.of(1);
  }

  @ParameterizedTest
  @MethodSource({"sizes", "items", "nulls"})
  void badInput_isRefusedByAMessageThatSaysWhatWouldBeRight(BadInput input) {
    input.assertRefused();
  }

  static java.util.stream.Stream<BadInput> sizes() {
    return java.util.stream.Stream.of(
        BadInput.argument("take negative", () -> one().take(-1), "0 or more", "-1"),
        BadInput.argument("skip negative", () -> one().skip(-2), "0 or more", "-2"),
        BadInput.argument("none at once", () -> one().buffered(0, _ -> null), "limit", "at least 1", "0"),
        BadInput.argument("none at once, in any order", () -> one().bufferedUnordered(-1, _ -> null), "limit",
            "at least 1", "-1"),
        BadInput.argument("a negative timeout", () -> one().timeout(BACK), "zero or more", "PT-5S"),
        BadInput.argument("a negative throttle", () -> one().throttle(BACK), "zero or more", "PT-5S"),
        BadInput.argument("chunks of none", () -> one().chunksTimeout(0, Duration.ZERO), "maxSize", "at least 1", "0"),
        BadInput.argument("chunks of negative time", () -> one().chunksTimeout(1, BACK), "zero or more", "PT-5S"),
        BadInput.argument("none of many", () -> new StreamMap<String, Integer>().nextMany(new ArrayList<>(), 0),
            "limit", "at least 1", "0"),
        BadInput.argument("no demand", () -> Streams.fromPublisher(_ -> {}, 0), "demand", "at least 1", "0"));
  }

  static java.util.stream.Stream<BadInput> items() {
    return java.util.stream.Stream.of(
        BadInput.ofNull("map gave null", () -> one().map(_ -> null).next().await()),
        BadInput.ofNull("then gave null", () -> one().then(_ -> _ -> Poll.ready(null)).next().await()),
        BadInput.ofNull("the function of then", () -> one().then(_ -> null).next().await()),
        BadInput.ofNull("the function of buffered", () -> one().buffered(1, _ -> null).next().await()),
        BadInput.ofNull("zip gave null", () -> one().zip(one(), (_, _) -> null).next().await()),
        BadInput.ofNull("null is no item", () -> Streams.iter(Collections.singletonList(null)).next().await()),
        BadInput.ofNull("pollNext", () -> new Wrong().map(x -> x).next().await()),
        BadInput.ofNull("the function of repeat", () -> Streams.repeat(() -> null).next().await()),
        new BadInput("an item after the end", NoSuchElementException.class, () -> {
          var items = one().iterate().iterator();
          items.next();
          items.next();
        }, "the stream has ended"),
        BadInput.state("a second iterator", () -> {
          var items = one().iterate();
          var _ = items.iterator();
          var _ = items.iterator();
        }, "second iterator", "toList"));
  }

  static java.util.stream.Stream<BadInput> nulls() {
    return java.util.stream.Stream.of(
        BadInput.ofNull("mapper", () -> one().map(null)),
        BadInput.ofNull("mapper", () -> one().then(null)),
        BadInput.ofNull("mapper", () -> one().mapWhile(null)),
        BadInput.ofNull("mapper", () -> one().filterMap(null)),
        BadInput.ofNull("mapper", () -> one().buffered(1, null)),
        BadInput.ofNull("test", () -> one().filter(null)),
        BadInput.ofNull("test", () -> one().takeWhile(null)),
        BadInput.ofNull("test", () -> one().skipWhile(null)),
        BadInput.ofNull("test", () -> one().any(null)),
        BadInput.ofNull("test", () -> one().all(null)),
        BadInput.ofNull("consumer", () -> one().inspect(null)),
        BadInput.ofNull("action", () -> one().forEach(null)),
        BadInput.ofNull("step", () -> one().fold(0, null)),
        BadInput.ofNull("second", () -> one().chain(null)),
        BadInput.ofNull("other", () -> one().merge(null)),
        BadInput.ofNull("other", () -> one().zip(null, (_, _) -> 1)),
        BadInput.ofNull("combiner", () -> one().zip(one(), null)),
        BadInput.ofNull("duration", () -> one().timeout(null)),
        BadInput.ofNull("duration", () -> one().throttle(null)),
        BadInput.ofNull("interval", () -> one().timeoutRepeating(null)),
        BadInput.ofNull("handle", () -> one().toPublisher(null)),
        BadInput.ofNull("publisher", () -> Streams.fromPublisher(null, 1)),
        BadInput.ofNull("future", () -> Streams.future(null)),
        BadInput.ofNull("next", () -> Streams.repeat(null)),
        BadInput.ofNull("source", () -> new StreamNotifyClose<>(null)),
        BadInput.ofNull("stream", () -> new StreamMap<String, Integer>().insert("", null)),
        BadInput.ofNull("key", () -> new StreamMap<String, Integer>().insert(null, one())));
  }

  @Test
  void nothing_takenOrSkipped_isTaken() {
    assertThat(one().take(0).toList().await()).isEmpty();
    assertThat(one().skip(0).toList().await()).containsExactly(1);
  }

  @Test
  void closedTwice_aStream_closesItsSourceAndStaysClosed() {
    var source = Probed.of(1);
    var stream = source.map(x -> x).fuse();
    stream.close();
    stream.close();

    assertThat(stream.next().await()).isNull();
  }

  private static final class Wrong implements Stream<Integer> {
    @Override
    public Poll<@Nullable Integer> pollNext(Context cx) {
      return null;
    }
  }
}
