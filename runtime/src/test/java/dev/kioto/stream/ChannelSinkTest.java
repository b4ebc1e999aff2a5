package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.HandPolled;
import dev.kioto.runtime.Setup;
import dev.kioto.sync.ChannelClosedException;
import dev.kioto.sync.Mpsc;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A channel that items are given to as to any other sink.
@Timeout(60)
final class ChannelSinkTest {
  private final Mpsc.Channel<Integer> channel = Mpsc.channel(1);
  private final Sink<Integer> sink = Streams.send(channel.sender());

  @ParameterizedTest
  @EnumSource
  void forward_ofMoreThanTheChannelHolds_givesAllAndThenTheEnd(Setup setup) {
    var numbers = IntStream.range(0, 1_000).boxed().toList();
    try (var runtime = setup.start()) {
      var sending = runtime.spawn(() -> Streams.iter(numbers.stream()).forward(sink).await());
      var received = runtime.spawn(Streams.receive(channel.receiver()).toList());
      assertThat(received.await()).isEqualTo(numbers);
      sending.await();
    }
  }

  @Test
  void send_toAFullChannel_waitsForAPlace() {
    sink.send(1).await();
    var second = HandPolled.of(sink.send(2));
    assertThat(second.isReady()).isFalse();
    assertThat(AwaitTrace.of(sink.send(3)).detail()).contains("room");
    assertThat(channel.receiver().recv().await()).isOne();
    assertThat(second.wakes()).isOne();
    assertThat(second.isReady()).isTrue();
    assertThat(channel.receiver().recv().await()).isEqualTo(2);
  }

  @Test
  void feed_givenUpAtAnyPoint_hasNotGivenItsItemAndLeavesItsPlaceToTheNext() {
    sink.feed(1).await();
    var waits = HandPolled.of(sink.feed(2));
    assertThat(waits.isReady()).isFalse();
    waits.drop();
    var woken = HandPolled.of(sink.feed(3));
    assertThat(woken.isReady()).isFalse();
    assertThat(channel.receiver().recv().await()).isOne();
    assertThat(woken.wakes()).isOne();
    woken.drop();
    assertThat(channel.sender().trySend(5)).as("past the sink, which is first").isEqualTo(Mpsc.TrySend.FULL);
    sink.feed(4).await();
    assertThat(channel.receiver().recv().await()).isEqualTo(4);
  }

  @Test
  void close_whileItWaitsOrHasAPlace_leavesThePlaceToOthers() {
    for (int messages : List.of(0, 1)) {
      var own = Mpsc.<Integer>channel(1);
      var other = own.sender().copy();
      var closed = Streams.send(own.sender());
      IntStream.range(0, messages).forEach(i -> assertThat(other.trySend(i)).isEqualTo(Mpsc.TrySend.SENT));
      assertThat(closed.pollReady(() -> () -> {})).isEqualTo(messages == 0);
      closed.close();
      closed.close();
      IntStream.range(0, messages).forEach(i -> assertThat(own.receiver().recv().await()).isEqualTo(i));
      assertThat(other.trySend(7)).isEqualTo(Mpsc.TrySend.SENT);
      other.close();
      assertThat(own.receiver().recv().await()).isEqualTo(7);
      assertThat(Optional.ofNullable(own.receiver().recv().await())).isEmpty();
    }
  }

  @Test
  void shutdown_isTheEndForTheReceiver_andLeavesWhatWasGiven() {
    sink.send(1).await();
    sink.shutdown().await();
    sink.shutdown().await();
    assertThat(channel.receiver().recv().await()).isOne();
    assertThat(Optional.ofNullable(channel.receiver().recv().await())).isEmpty();
    assertThatThrownBy(() -> sink.send(2).await()).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void receiver_thatIsClosed_failsWhoGivesAnItem() {
    sink.send(1).await();
    var waits = HandPolled.of(sink.send(2));
    assertThat(waits.isReady()).isFalse();
    channel.receiver().close();
    assertThatThrownBy(waits::poll).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> sink.send(3).await()).isInstanceOf(ChannelClosedException.class);
    sink.close();
  }

  @Test
  void wrongUse_saysWhatIsRight() {
    assertThatThrownBy(() -> sink.startSend(1)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pollReady");
    assertThat(sink.pollReady(() -> () -> {})).isTrue();
    sink.startSend(1);
    assertThatThrownBy(() -> sink.startSend(2)).isInstanceOf(IllegalStateException.class);
  }
}
