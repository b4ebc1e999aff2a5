package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.sync.Mpsc;
import dev.kioto.testing.TestStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Futures of the items of a stream, several at once, polled by hand.
@Timeout(30)
final class BufferedTest {
  @Test
  void buffered_resultsComeInTheOrderOfTheItems() {
    var gates = List.of(Mpsc.<String>channel(1), Mpsc.<String>channel(1), Mpsc.<String>channel(1));
    var source = Probed.ended(0, 1, 2);
    var started = new AtomicInteger();
    var stream = TestStream.of(source.<String>buffered(2, n -> {
      started.incrementAndGet();
      return Droppable.nonNull(gates.get(n).receiver().recv());
    }));

    stream.assertPending();
    assertThat(started).hasValue(2);
    gates.get(1).sender().trySend("b");
    assertThat(stream.isWoken()).isTrue();
    stream.assertPending();
    assertThat(started).hasValue(2);
    gates.get(0).sender().trySend("a");
    stream.assertNexts("a", "b");
    stream.assertPending();
    assertThat(started).hasValue(3);
    gates.get(2).sender().trySend("c");
    stream.assertNext("c");
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void bufferedUnordered_resultsComeAsTheyAreReady() {
    var gates = List.of(Mpsc.<String>channel(1), Mpsc.<String>channel(1));
    var stream = TestStream
        .of(Probed.ended(0, 1).<String>bufferedUnordered(2, n -> Droppable.nonNull(gates.get(n).receiver().recv())));

    stream.assertPending();
    gates.get(1).sender().trySend("b");
    stream.assertNext("b");
    gates.get(0).sender().trySend("a");
    stream.assertNext("a");
    stream.assertEnd();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void buffered_closed_dropsWhatRunsAndClosesTheSource(boolean ordered) {
    var running = List.of(new Droppable<String>(), new Droppable<String>());
    var source = Probed.of(0, 1);
    var stream = TestStream
        .of(ordered ? source.<String>buffered(5, running::get) : source.<String>bufferedUnordered(5, running::get));
    stream.assertPending();

    stream.close();
    stream.close();

    assertThat(running).allMatch(future -> future.drops() == 1);
    assertThat(source.closes).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void buffered_oneFails_failsTheStream_andCloseDropsTheOthers(boolean ordered) {
    var other = new Droppable<String>();
    Function<Integer, Future<String>> mapper = n -> n == 0 ? Futures.failed(new IllegalStateException("bad")) : other;
    var source = Probed.of(1, 0);
    var stream = TestStream
        .of(ordered ? source.<String>buffered(5, mapper) : source.<String>bufferedUnordered(5, mapper));

    stream.assertFails(IllegalStateException.class);
    stream.close();

    assertThat(other.drops()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void buffered_limitBelowOne_isRefused(int limit) {
    assertThatThrownBy(() -> Streams.of(1).buffered(limit, Futures::ready)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1").hasMessageContaining(Integer.toString(limit));
    assertThatThrownBy(() -> Streams.of(1).bufferedUnordered(limit, Futures::ready))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
