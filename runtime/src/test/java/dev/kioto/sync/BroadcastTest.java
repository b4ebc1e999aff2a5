package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.sync.Broadcast.Receiver;
import dev.kioto.sync.Broadcast.Sender;
import dev.kioto.sync.Broadcast.TryRecv;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the broadcast channel keeps for whom: one thread, no waiting.
@Timeout(30)
class BroadcastTest {

  private static void assertReceives(Receiver<Integer> receiver, int... messages) {
    for (int message : messages) {
      assertThat(receiver.tryRecv()).isEqualTo(new TryRecv.Message<>(message));
    }
  }

  private static void assertEmpty(Receiver<Integer> receiver) {
    assertThat(receiver.tryRecv()).isEqualTo(new TryRecv.Empty<Integer>());
  }

  private static void assertEnded(Receiver<Integer> receiver) {
    assertThat(receiver.tryRecv()).isEqualTo(new TryRecv.Ended<Integer>());
    assertThat(receiver.recv().await()).isNull();
  }

  private static void assertLagged(Receiver<Integer> receiver, long skipped) {
    assertThat(receiver.tryRecv()).isEqualTo(new TryRecv.Lagged<Integer>(skipped));
  }

  private static void send(Sender<Integer> sender, int... messages) {
    for (int message : messages) {
      sender.send(message);
    }
  }

  @Test
  void send_twoReceivers_reachesBothInOrder() {
    var channel = Broadcast.<Integer>channel(4);
    var second = channel.sender().subscribe();

    assertThat(channel.sender().send(1)).isEqualTo(2);
    assertThat(channel.sender().send(2)).isEqualTo(2);

    assertReceives(channel.receiver(), 1, 2);
    assertEmpty(channel.receiver());
    assertReceives(second, 1, 2);
    assertEmpty(second);
  }

  @Test
  void subscribe_afterASend_getsWhatIsSentFromThenOn() {
    var channel = Broadcast.<Integer>channel(4);
    send(channel.sender(), 1);

    var late = channel.sender().subscribe();
    assertEmpty(late);
    send(channel.sender(), 2);

    assertReceives(late, 2);
    assertReceives(channel.receiver(), 1, 2);
  }

  @Test
  void send_noReceiver_failsWithTheMessage() {
    var sender = Broadcast.<Integer>sender(2);

    assertThatThrownBy(() -> sender.send(1)).isInstanceOfSatisfying(ChannelClosedException.class, e -> {
      assertThat(e).hasMessageContaining("no receiver");
      assertThat(e.unsent()).isEqualTo(1);
    });
    assertThat(sender.trySend(1)).isZero();
  }

  @Test
  void send_afterTheLastReceiverIsReplaced_succeedsAgain() {
    var channel = Broadcast.<Integer>channel(2);
    channel.receiver().close();
    assertThat(channel.sender().trySend(1)).isZero();

    var next = channel.sender().subscribe();

    assertThat(channel.sender().send(2)).isEqualTo(1);
    assertReceives(next, 2);
  }

  @Test
  void receiver_withinTheCapacity_doesNotLag() {
    var channel = Broadcast.<Integer>channel(2);
    var fast = channel.sender().subscribe();
    send(channel.sender(), 1, 2);
    assertReceives(fast, 1, 2);

    assertReceives(channel.receiver(), 1, 2);
    assertEmpty(channel.receiver());
  }

  @Test
  void receiver_overwritten_isToldHowManyAndGoesOnWithTheOldest() {
    var channel = Broadcast.<Integer>channel(4);
    send(channel.sender(), 1, 2, 3, 4);
    assertReceives(channel.receiver(), 1);
    send(channel.sender(), 5, 6, 7, 8);

    assertLagged(channel.receiver(), 3);
    assertReceives(channel.receiver(), 5, 6, 7, 8);
    assertEmpty(channel.receiver());
  }

  @Test
  void recv_overwritten_throwsHowManyAndGoesOn() {
    var channel = Broadcast.<Integer>channel(2);
    send(channel.sender(), 10, 20, 30);

    assertThatThrownBy(() -> channel.receiver().recv().await()).isInstanceOfSatisfying(LaggedException.class, e -> {
      assertThat(e.skipped()).isEqualTo(1);
      assertThat(e).hasMessageContaining("1 messages").hasMessageContaining("keeps 2");
    });
    assertThat(channel.receiver().recv().await()).isEqualTo(20);
    assertThat(channel.receiver().recv().await()).isEqualTo(30);
  }

  @Test
  void receiver_lagsAgainBeforeItReceives_isToldOfTheNewGapAlone() {
    var channel = Broadcast.<Integer>channel(2);
    send(channel.sender(), 1, 2, 3);
    assertLagged(channel.receiver(), 1);
    send(channel.sender(), 4, 5, 6);

    assertLagged(channel.receiver(), 3);
    assertReceives(channel.receiver(), 5, 6);
    assertEmpty(channel.receiver());
    send(channel.sender(), 7, 8, 9, 10);
    assertLagged(channel.receiver(), 2);
  }

  @Test
  void receiver_thatIsSlow_lagsAlone() {
    var channel = Broadcast.<Integer>channel(2);
    var fast = channel.sender().subscribe();
    send(channel.sender(), 1, 2);
    assertReceives(fast, 1, 2);
    send(channel.sender(), 3, 4);

    assertReceives(fast, 3, 4);
    assertLagged(channel.receiver(), 2);
    assertReceives(channel.receiver(), 3, 4);
  }

  @Test
  void receiver_oneSlot_keepsTheNewest() {
    var channel = Broadcast.<Integer>channel(1);
    send(channel.sender(), 1);
    assertReceives(channel.receiver(), 1);
    send(channel.sender(), 2, 3);

    assertLagged(channel.receiver(), 1);
    assertReceives(channel.receiver(), 3);
    assertEmpty(channel.receiver());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "4,4", "5,8", "1000,1024", "65537,131072"})
  void channel_anyCapacity_isRoundedUpToAPowerOfTwo(int asked, int capacity) {
    var channel = Broadcast.<Integer>channel(asked);
    for (int i = 0; i < capacity + 1; i++) {
      channel.sender().send(i);
    }

    assertThat(channel.sender().capacity()).isEqualTo(capacity);
    assertThat(channel.receiver().capacity()).isEqualTo(capacity);
    assertLagged(channel.receiver(), 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Broadcast.MAX_CAPACITY + 1, Integer.MAX_VALUE})
  void channel_capacityOutOfRange_isRefusedByName(int capacity) {
    assertThatThrownBy(() -> Broadcast.channel(capacity)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1").hasMessageContaining("at most 1073741824")
        .hasMessageContaining("was " + capacity);
    assertThatThrownBy(() -> Broadcast.sender(capacity)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @SuppressWarnings("NullAway") // null is what is tested
  void send_null_isRefused() {
    var channel = Broadcast.<Integer>channel(1);

    assertThatThrownBy(() -> channel.sender().send(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> channel.sender().trySend(null)).isInstanceOf(NullPointerException.class);
    assertEmpty(channel.receiver());
  }

  @Test
  void closeSender_last_endsTheChannelAfterWhatItKeeps() {
    var channel = Broadcast.<Integer>channel(2);
    send(channel.sender(), 1, 2);

    channel.sender().close();

    assertThat(channel.receiver().isClosed()).isTrue();
    assertReceives(channel.receiver(), 1, 2);
    assertEnded(channel.receiver());
    assertEnded(channel.receiver());
  }

  @Test
  void closeSender_receiverLags_recoversAndThenEnds() {
    var channel = Broadcast.<Integer>channel(2);
    send(channel.sender(), 1, 2, 3, 4);
    channel.sender().close();

    assertLagged(channel.receiver(), 2);
    assertReceives(channel.receiver(), 3, 4);
    assertEnded(channel.receiver());
  }

  @Test
  void closeSender_oneOfTwo_leavesTheChannelOpen() {
    var channel = Broadcast.<Integer>channel(2);
    var copy = channel.sender().copy();
    assertThat(copy.strongCount()).isEqualTo(2);

    channel.sender().close();
    channel.sender().close();

    assertThat(copy.strongCount()).isEqualTo(1);
    assertEmpty(channel.receiver());
    send(copy, 1);
    copy.close();
    assertReceives(channel.receiver(), 1);
    assertEnded(channel.receiver());
    assertThat(channel.receiver().senderStrongCount()).isZero();
  }

  @Test
  void closedSender_used_isAnErrorThatNamesIt() {
    var channel = Broadcast.<Integer>channel(2);
    var open = channel.sender().copy();
    channel.sender().close();

    assertThat(channel.sender().isClosed()).isTrue();
    assertThat(open.isClosed()).isFalse();
    assertThat(channel.sender().trySend(1)).isZero();
    assertThatThrownBy(() -> channel.sender().send(1)).isInstanceOf(ChannelClosedException.class)
        .hasMessageContaining("this sender");
    assertThatThrownBy(channel.sender()::subscribe).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(channel.sender()::copy).isInstanceOf(IllegalStateException.class);
    assertEmpty(channel.receiver());
  }

  @Test
  void closeReceiver_thenReceive_isTheEnd() {
    var channel = Broadcast.<Integer>channel(2);
    send(channel.sender(), 1);

    channel.receiver().close();
    channel.receiver().close();

    assertEnded(channel.receiver());
    assertThat(channel.receiver().length()).isZero();
    assertThat(channel.receiver().isClosed()).as("the senders are open").isFalse();
    assertThat(channel.sender().receiverCount()).isZero();
    assertThatThrownBy(channel.receiver()::resubscribe).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void resubscribe_startsAtTheNextMessage() {
    var channel = Broadcast.<Integer>channel(1);
    send(channel.sender(), 1, 2);

    var again = channel.receiver().resubscribe();

    assertLagged(channel.receiver(), 1);
    assertEmpty(again);
    assertReceives(channel.receiver(), 2);
    send(channel.sender(), 3);
    assertReceives(again, 3);
    assertReceives(channel.receiver(), 3);
  }

  @Test
  void resubscribe_endedChannel_isAtTheEnd() {
    var channel = Broadcast.<Integer>channel(2);
    send(channel.sender(), 1);
    channel.sender().close();

    assertEnded(channel.receiver().resubscribe());
    assertReceives(channel.receiver(), 1);
  }

  @Test
  void upgrade_someSenderOpen_keepsTheChannelOpen() {
    var channel = Broadcast.<Integer>channel(2);
    var weak = channel.sender().downgrade();
    assertThat(weak.strongCount()).isEqualTo(1);

    var strong = weak.upgrade().orElseThrow();

    assertThat(weak.strongCount()).isEqualTo(2);
    channel.sender().close();
    send(strong, 1);
    assertReceives(channel.receiver(), 1);
    strong.close();
    assertEnded(channel.receiver());
  }

  @Test
  void upgrade_allSendersClosed_isNothing() {
    var channel = Broadcast.<Integer>channel(2);
    var weak = channel.sender().downgrade();

    channel.sender().close();

    assertThat(channel.receiver().isClosed()).as("weak senders do not count").isTrue();
    assertThat(weak.upgrade()).isEmpty();
    assertThat(weak.strongCount()).isZero();
  }

  @Test
  void weakCount_followsDowngradesCopiesAndCloses() {
    var channel = Broadcast.<Integer>channel(2);
    var weak = channel.sender().downgrade();
    var copy = weak.copy();
    assertThat(channel.sender().weakCount()).isEqualTo(2);
    assertThat(channel.sender().strongCount()).isEqualTo(1);

    weak.close();
    weak.close();

    assertThat(channel.receiver().senderWeakCount()).isEqualTo(1);
    assertThat(weak.upgrade()).as("a weak sender that is closed").isEmpty();
    assertThat(copy.upgrade()).isPresent();
  }

  @Test
  void receiverCount_followsSubscribersAndCloses() {
    var sender = Broadcast.<Integer>sender(16);
    assertThat(sender.receiverCount()).isZero();

    var first = sender.subscribe();
    var second = first.resubscribe();
    assertThat(sender.receiverCount()).isEqualTo(2);
    first.close();
    assertThat(sender.receiverCount()).isEqualTo(1);
    second.close();
    assertThat(sender.receiverCount()).isZero();
  }

  @Test
  void receiverLength_countsWhatWasOverwritten() {
    var channel = Broadcast.<Integer>channel(2);
    assertThat(channel.receiver().isEmpty()).isTrue();
    send(channel.sender(), 1, 2, 3, 4);

    assertThat(channel.receiver().length()).isEqualTo(4);
    assertLagged(channel.receiver(), 2);
    assertThat(channel.receiver().length()).isEqualTo(2);
    assertReceives(channel.receiver(), 3, 4);
    assertThat(channel.receiver().isEmpty()).isTrue();
  }

  @Test
  void senderLength_isThatOfTheSlowestReceiver() {
    var channel = Broadcast.<Integer>channel(4);
    var second = channel.sender().subscribe();
    assertThat(channel.sender().isEmpty()).isTrue();
    send(channel.sender(), 1, 2, 3);
    assertReceives(channel.receiver(), 1, 2);

    assertThat(channel.sender().length()).isEqualTo(3);
    assertReceives(second, 1);
    assertThat(channel.sender().length()).isEqualTo(2);
    send(channel.sender(), 4, 5, 6);
    assertThat(channel.sender().length()).isEqualTo(4);
    channel.receiver().close();
    second.close();
    assertThat(channel.sender().length()).isZero();
    assertThat(channel.sender().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void senderLength_anyHistory_isThatOfTheSlowestReceiver(long seed) {
    var channel = Broadcast.<Integer>channel(16);
    var second = channel.sender().subscribe();
    var random = new Random(seed);

    for (int i = 0; i < 1_000; i++) {
      switch (random.nextInt(4)) {
        case 0 -> channel.receiver().tryRecv();
        case 1 -> second.tryRecv();
        default -> channel.sender().send(i);
      }
      long slowest = Math.max(channel.receiver().length(), second.length());
      assertThat(channel.sender().length()).isEqualTo((int) Math.min(slowest, 16));
      assertThat(channel.sender().isEmpty()).isEqualTo(slowest == 0);
    }
  }

  @Test
  void sameChannel_tellsHandlesOfOneFromThoseOfAnother() {
    var one = Broadcast.<Integer>channel(1);
    var other = Broadcast.<Integer>channel(1);

    assertThat(one.sender().sameChannel(one.sender().copy())).isTrue();
    assertThat(one.sender().sameChannel(other.sender())).isFalse();
    assertThat(one.receiver().sameChannel(one.sender().subscribe())).isTrue();
    assertThat(one.receiver().sameChannel(other.receiver())).isFalse();
  }

  @Test
  void message_receivedByAll_isLetGo() {
    var channel = new BroadcastChannel<Integer>(4);
    var first = channel.subscribe();
    var second = channel.subscribe();
    channel.send(1);
    var slot = channel.slot(0);

    first.take();
    assertThat(slot).isNotNull();
    assertThat(slot.value()).isEqualTo(1);
    second.take();
    assertThat(slot.value()).isNull();
  }

  @Test
  void message_whoseReceiversClose_isLetGo() {
    var channel = new BroadcastChannel<Integer>(2);
    var first = channel.subscribe();
    var second = channel.subscribe();
    channel.send(1);
    channel.send(2);
    channel.send(3);

    first.take();
    first.close();
    assertThat(channel.length()).isEqualTo(2);
    second.close();

    for (long position : new long[] {1, 2}) {
      var slot = channel.slot(position);
      assertThat(slot).isNotNull();
      assertThat(slot.position()).isEqualTo(position);
      assertThat(slot.value()).isNull();
    }
    assertThat(channel.lagged()).isEqualTo(1);
  }
}
