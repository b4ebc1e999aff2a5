package dev.kioto.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.stream.Streams;
import dev.kioto.sync.Mpsc;
import dev.kioto.time.Time;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TestStreamTest {

  @Test
  void assertions_matching_walkThroughTheStream() {
    var channel = Mpsc.<Integer>channel(4);
    var stream = TestStream.of(Streams.receive(channel.receiver()));

    stream.assertPending();
    channel.sender().trySend(1);
    assertThat(stream.isWoken()).isTrue();
    channel.sender().trySend(2);
    stream.assertNexts(1, 2);
    channel.sender().close();
    stream.assertEnd();
    stream.assertEnd();
  }

  @Test
  void assertions_notMatching_sayWhatThereIs() {
    assertThatThrownBy(() -> TestStream.of(Streams.of(1)).assertNext(2)).isInstanceOf(AssertionError.class)
        .hasMessage("expected 2 (Integer), but it is 1 (Integer)");
    assertThatThrownBy(() -> TestStream.of(Streams.of(1)).assertEnd()).isInstanceOf(AssertionError.class)
        .hasMessageContaining("1 (Integer)");
    assertThatThrownBy(() -> TestStream.of(Streams.empty()).assertNext()).isInstanceOf(AssertionError.class)
        .hasMessageContaining("has ended");
    assertThatThrownBy(() -> TestStream.of(Streams.empty()).assertPending()).isInstanceOf(AssertionError.class)
        .hasMessageContaining("the end");
    assertThatThrownBy(() -> TestStream.of(Streams.pending()).assertNext()).isInstanceOf(AssertionError.class)
        .hasMessageContaining("pending");
    assertThatThrownBy(() -> TestStream.of(Streams.of(1)).assertFails(RuntimeException.class))
        .isInstanceOf(AssertionError.class).hasMessageContaining("ready with 1");
  }

  @Test
  void toString_ofWrappedStream_showsWhatItWaitsFor() {
    var stream = TestStream.of(Streams.receive(Mpsc.<Integer>channel(4).receiver()).filter(n -> n > 0));
    stream.assertPending();

    assertThat(stream).asString().contains("FilterMap", "Repeat", "MpscRecv", "capacity 4");
  }

  @Test
  void mock_script_isFollowedAndEnds() {
    var stream = TestStream.of(StreamMock.<Integer>builder().next(1).next(2).build());

    stream.assertNexts(1, 2);
    stream.assertEnd();
    stream.assertEnd();
    stream.close();
  }

  @KiotoTest(startPaused = true)
  void mock_wait_givesNothingUntilThen() {
    var stream = TestStream.of(StreamMock.<Integer>builder().next(1).await(Duration.ofSeconds(5)).next(2).build());

    stream.assertNext(1);
    Time.advance(Duration.ofSeconds(9)).await(); // the wait begins when somebody waits
    stream.assertPending();
    Time.advance(Duration.ofMillis(4_999)).await();
    stream.assertPending();
    Time.advance(Duration.ofMillis(1)).await();
    assertThat(stream.isWoken()).isTrue();
    stream.assertNext(2);
    stream.assertEnd();
  }

  @Test
  void mock_failure_isThrownAndIsTheEnd() {
    var failure = new IllegalStateException("broken");
    var stream = TestStream.of(StreamMock.<Integer>builder().next(1).fail(failure).next(2).build());

    stream.assertNext(1);
    assertThat(stream.assertFails(IllegalStateException.class)).isSameAs(failure);
    stream.assertEnd();
    stream.close();
  }

  @Test
  void mock_closedWithStepsLeft_failsOnce() {
    var mock = StreamMock.<Integer>builder().next(1).next(2).build();
    TestStream.of(mock).assertNext(1);

    assertThatThrownBy(mock::close).isInstanceOf(AssertionError.class).hasMessageContaining("item=2");
    mock.close();
  }

  @Test
  void mock_badStep_isRefused() {
    var builder = StreamMock.<Integer>builder();

    assertThatThrownBy(() -> builder.await(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-0.000000001S");
  }
}
