package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.sync.Mpsc.SendPermit;
import dev.kioto.sync.Mpsc.TrySend;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Places that are taken before there is a message.
@Timeout(30)
class MpscReserveTest {

  @Test
  void reserve_freePlace_isKeptUntilItIsSentWith() {
    var channel = Mpsc.<String>channel(1);
    var permit = channel.sender().reserve().await();

    assertThat(channel.sender().capacity()).isZero();
    assertThat(channel.sender().trySend("b")).isEqualTo(TrySend.FULL);
    assertThat(channel.receiver().isEmpty()).isTrue();

    permit.send("a");

    assertThat(permit.remaining()).isZero();
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.sender().capacity()).isEqualTo(1);
  }

  @Test
  void reserve_beforePoll_takesNothing() {
    var channel = Mpsc.<String>channel(1);

    var unpolled = channel.sender().reserve();

    assertThat(unpolled).isNotNull();
    assertThat(channel.sender().capacity()).isEqualTo(1);
  }

  @Test
  void reserve_full_waitsUntilAMessageIsReceived() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var reserve = HandPolled.of(channel.sender().reserve());
    assertThat(reserve.isReady()).isFalse();

    channel.receiver().recv().await();

    assertThat(reserve.wakes()).isEqualTo(1);
    reserve.value().send("b");
    assertThat(channel.receiver().recv().await()).isEqualTo("b");
  }

  @Test
  void closePermit_givesItsPlaceToWhoWaits() {
    var channel = Mpsc.<String>channel(1);
    var permit = channel.sender().reserve().await();
    var waiting = HandPolled.of(channel.sender().send("a"));
    assertThat(waiting.isReady()).isFalse();

    permit.close();
    permit.close();

    assertThat(waiting.wakes()).isEqualTo(1);
    assertThat(waiting.isReady()).isTrue();
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.sender().capacity()).isEqualTo(1);
  }

  @Test
  void send_onAPermitThatIsUsedUp_isAnError() {
    var channel = Mpsc.<String>channel(2);
    var used = channel.sender().reserve().await();
    used.send("a");
    used.close();
    var closed = channel.sender().reserve().await();
    closed.close();

    assertThatThrownBy(() -> used.send("b")).isInstanceOf(IllegalStateException.class).hasMessageContaining("no place");
    assertThatThrownBy(() -> closed.send("b")).isInstanceOf(IllegalStateException.class);
    assertThat(channel.receiver().length()).isEqualTo(1);
  }

  @Test
  @SuppressWarnings("NullAway") // null is what is tested
  void send_nullOnAPermit_isRefusedAndKeepsThePlace() {
    var channel = Mpsc.<String>channel(1);
    var permit = channel.sender().reserve().await();

    assertThatThrownBy(() -> permit.send(null)).isInstanceOf(NullPointerException.class);
    assertThat(permit.remaining()).isEqualTo(1);
  }

  @Test
  void reserveMany_severalPlaces_areSentWithOneByOne() {
    var channel = Mpsc.<Integer>channel(5);
    try (var permit = channel.sender().reserveMany(4).await()) {
      assertThat(channel.sender().capacity()).isEqualTo(1);
      permit.send(1);
      permit.send(2);
      assertThat(permit.remaining()).isEqualTo(2);
    }

    assertThat(channel.sender().capacity()).isEqualTo(3);
    assertThat(channel.receiver().recv().await()).isEqualTo(1);
    assertThat(channel.receiver().recv().await()).isEqualTo(2);
    assertThat(channel.sender().capacity()).isEqualTo(5);
  }

  @Test
  void reserveMany_waits_isNotStarvedBySendsThatCameLater() {
    var channel = Mpsc.<Integer>channel(2);
    channel.sender().trySend(1);
    channel.sender().trySend(2);
    var many = HandPolled.of(channel.sender().reserveMany(2));
    var later = HandPolled.of(channel.sender().send(3));
    many.poll();
    later.poll();

    channel.receiver().recv().await();
    assertThat(many.isReady()).isFalse();
    assertThat(later.isReady()).isFalse();
    channel.receiver().recv().await();

    assertThat(many.wakes()).isEqualTo(1);
    many.value().close();
    assertThat(later.isReady()).isTrue();
  }

  @Test
  void drop_reserveManyThatCollected_passesItsPlacesOn() {
    var channel = Mpsc.<Integer>channel(2);
    channel.sender().trySend(1);
    channel.sender().trySend(2);
    var many = HandPolled.of(channel.sender().reserveMany(2));
    var later = HandPolled.of(channel.sender().send(3));
    many.poll();
    later.poll();
    channel.receiver().recv().await();

    many.drop();

    assertThat(later.wakes()).isEqualTo(1);
    assertThat(later.isReady()).isTrue();
  }

  @Test
  void drop_reserveThatWasGranted_givesItsPlaceBack() {
    var channel = Mpsc.<Integer>channel(1);
    channel.sender().trySend(1);
    var reserve = HandPolled.of(channel.sender().reserve());
    reserve.poll();
    channel.receiver().recv().await();
    assertThat(channel.sender().capacity()).isZero();

    reserve.drop();

    assertThat(channel.sender().capacity()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void reserveMany_moreThanTheCapacityOrNegative_isRefusedByName(int places) {
    var sender = Mpsc.<Integer>channel(3).sender();

    assertThatThrownBy(() -> sender.reserveMany(places)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 3").hasMessageContaining(Integer.toString(places));
    assertThatThrownBy(() -> sender.tryReserveMany(places)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 3");
    assertThat(sender.capacity()).isEqualTo(3);
  }

  @Test
  void reserveMany_zero_isReadyAndHoldsNothing() {
    var channel = Mpsc.<Integer>channel(1);
    channel.sender().trySend(1);

    var permit = channel.sender().reserveMany(0).await();
    var tried = channel.sender().tryReserveMany(0).orElseThrow();

    assertThatThrownBy(() -> permit.send(2)).isInstanceOf(IllegalStateException.class);
    assertThat(tried.remaining()).isZero();
    channel.sender().close();
    assertThat(channel.receiver().recv().await()).isEqualTo(1);
    assertThat(channel.receiver().recv().await()).isNull();
  }

  @Test
  void tryReserve_asManyAsAreFree_takesThemAndNoMore() {
    var channel = Mpsc.<Integer>channel(3);
    var two = channel.sender().tryReserveMany(2).orElseThrow();

    assertThat(channel.sender().tryReserveMany(2)).isEmpty();
    var one = channel.sender().tryReserve().orElseThrow();
    assertThat(channel.sender().tryReserve()).isEmpty();
    assertThat(channel.sender().capacity()).isZero();

    one.close();
    two.close();
    assertThat(channel.sender().tryReserveMany(3)).isPresent();
  }

  @Test
  void tryReserve_placeBelongsToAWaiter_isEmpty() {
    var channel = Mpsc.<Integer>channel(1);
    channel.sender().trySend(1);
    var waiting = HandPolled.of(channel.sender().send(2));
    waiting.poll();
    channel.receiver().recv().await();

    assertThat(channel.sender().tryReserve()).isEmpty();
    assertThat(waiting.isReady()).isTrue();
  }

  @Test
  void reserve_closedChannel_failsWithoutAMessage() {
    var channel = Mpsc.<Integer>channel(1);
    channel.sender().trySend(1);
    var waiting = HandPolled.of(channel.sender().reserveMany(1));
    waiting.poll();

    channel.receiver().close();

    assertThat(waiting.wakes()).isEqualTo(1);
    assertThatThrownBy(waiting::poll).isInstanceOfSatisfying(ChannelClosedException.class, e -> {
      assertThat(e).hasMessageContaining("no place was reserved").hasMessageContaining("receiver");
      assertThat(e.unsent()).isNull();
    });
    assertThatThrownBy(() -> channel.sender().reserve().await()).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> channel.sender().reserveMany(0).await()).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> channel.sender().tryReserve()).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> channel.sender().tryReserveMany(0)).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void reserve_closedHandle_fails() {
    var channel = Mpsc.<Integer>channel(1);
    var copy = channel.sender().copy();
    copy.close();

    assertThatThrownBy(() -> copy.reserve().await()).isInstanceOf(ChannelClosedException.class)
        .hasMessageContaining("this sender");
    assertThatThrownBy(copy::tryReserve).isInstanceOf(ChannelClosedException.class);
    assertThat(channel.sender().capacity()).isEqualTo(1);
  }

  @Test
  void closeReceiver_permitOut_waitsForItsMessage() {
    var channel = Mpsc.<String>channel(2);
    var permit = channel.sender().reserve().await();

    channel.receiver().close();

    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();
    permit.send("a");
    assertThat(recv.wakes()).isPositive();
    assertThat(recv.value()).isEqualTo("a");
    assertThat(channel.receiver().recv().await()).isNull();
  }

  @Test
  void closePermit_lastOfAClosedChannel_wakesTheReceiverToItsEnd() {
    var channel = Mpsc.<String>channel(2);
    var permit = channel.sender().reserveMany(2).await();
    channel.receiver().close();
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();

    permit.close();

    assertThat(recv.wakes()).isPositive();
    assertThat(recv.value()).isNull();
  }

  @Test
  void permit_handlesAreClosed_keepsTheChannelOpen() {
    var channel = Mpsc.<String>channel(2);
    var permit = channel.sender().reserve().await();
    channel.sender().close();
    assertThat(channel.receiver().isClosed()).isFalse();
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();

    permit.send("a");

    assertThat(recv.value()).isEqualTo("a");
    assertThat(channel.receiver().isClosed()).isTrue();
    assertThat(channel.receiver().recv().await()).isNull();
  }

  @Test
  void closePermit_lastHolder_endsTheChannel() {
    var channel = Mpsc.<String>channel(2);
    var permit = channel.sender().reserve().await();
    channel.sender().close();
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();

    permit.close();

    assertThat(recv.wakes()).isPositive();
    assertThat(recv.value()).isNull();
  }

  @Test
  void drop_waitingReserveOfAClosedHandle_endsTheChannel() {
    var channel = Mpsc.<String>channel(2);
    channel.sender().trySend("a");
    var many = HandPolled.of(channel.sender().reserveMany(2));
    assertThat(many.isReady()).isFalse();
    channel.sender().close();
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();

    many.drop();

    assertThat(recv.wakes()).isPositive();
    assertThat(recv.value()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16})
  void manyReservers_sendGiveBackOrAreDropped_losesNoPlaceAndNoMessage(int capacity) throws Exception {
    var channel = Mpsc.<Integer>channel(capacity);
    int threads = 4;
    int rounds = 1_500;
    for (int t = 0; t < threads; t++) {
      var handle = channel.sender().copy();
      int id = t;
      Thread.ofVirtual().start(() -> {
        try (handle) {
          for (int i = 0; i < rounds; i++) {
            sendOne(handle, 1 + i % capacity, id);
          }
        }
      });
    }
    channel.sender().close();

    int received = CompletableFuture.supplyAsync(() -> {
      int n = 0;
      while (channel.receiver().recv().await() != null) {
        n++;
      }
      return n;
    }, Thread::startVirtualThread).get(25, TimeUnit.SECONDS);

    assertThat(received).isEqualTo(threads * rounds);
    assertThat(channel.receiver().capacity()).isEqualTo(capacity);
  }

  /// Gives up a wait that was begun, takes some places, sends in one of them and gives back the rest.
  private static void sendOne(Mpsc.Sender<Integer> sender, int places, int message) {
    var abandoned = sender.reserve();
    if (HandPolled.of(abandoned).poll() instanceof Poll.Ready<SendPermit<Integer>>(var permit)) {
      permit.close();
    } else {
      abandoned.drop();
    }
    try (var permit = sender.reserveMany(places).await()) {
      permit.send(message);
    }
  }

  /// Whoever waits for places when the receiver is closed may have some already: they come home when it learns of the close, or gives
  /// up, and only then has the channel ended.
  @ParameterizedTest
  @CsvSource({"1, true", "1, false", "2, true", "2, false"})
  void closeReceiver_reserveThatWaits_failedOrGivenUpEndsTheChannel(int places, boolean givenUp) {
    var channel = Mpsc.<String>channel(2);
    var permits = channel.sender().tryReserveMany(3 - places).orElseThrow();
    var reserve = HandPolled.of(channel.sender().reserveMany(places));
    assertThat(reserve.isReady()).isFalse();
    channel.receiver().close();
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();
    permits.close();
    if (givenUp) {
      reserve.drop();
    } else {
      assertThatThrownBy(reserve::poll).isInstanceOf(ChannelClosedException.class);
    }

    assertThat(recv.wakes()).isPositive();
    assertThat(recv.value()).isNull();
  }

  @Test
  void upgrade_aPermitAloneIsOut_isAHandle() {
    var channel = Mpsc.<String>channel(1);
    var weak = channel.sender().downgrade();
    var permit = channel.sender().tryReserve().orElseThrow();
    channel.sender().close();
    try (var sender = weak.upgrade().orElseThrow()) {
      permit.send("a");
      assertThat(channel.receiver().recv().await()).isEqualTo("a");
      assertThat(sender.trySend("b")).isEqualTo(TrySend.SENT);
    }

    assertThat(weak.upgrade()).isEmpty();
    assertThat(channel.receiver().recv().await()).isEqualTo("b");
    assertThat(channel.receiver().recv().await()).isNull();
  }
}
