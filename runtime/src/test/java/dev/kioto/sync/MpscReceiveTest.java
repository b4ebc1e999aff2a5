package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.HandPolled;
import dev.kioto.sync.Mpsc.TrySend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The receiving end: many messages at once, and what it says of the channel.
@Timeout(30)
class MpscReceiveTest {

  private static Mpsc.Channel<Integer> filled(int capacity, int messages) {
    var channel = Mpsc.<Integer>channel(capacity);
    for (int i = 0; i < messages; i++) {
      assertThat(channel.sender().trySend(i)).isEqualTo(TrySend.SENT);
    }
    return channel;
  }

  @Test
  void recvMany_messagesAreThere_takesThemInOrderUpToTheLimit() {
    var channel = filled(100, 70);
    var buffer = new ArrayList<>(List.of(-1));

    assertThat(channel.receiver().recvMany(buffer, 40).await()).isEqualTo(40);
    assertThat(channel.receiver().recvMany(buffer, 40).await()).isEqualTo(30);

    assertThat(buffer).hasSize(71).startsWith(-1, 0, 1, 2).endsWith(68, 69).isSorted();
    assertThat(channel.receiver().isEmpty()).isTrue();
  }

  @Test
  void recvMany_empty_isWokenByASendAndTakesWhatCameUntilThen() {
    var channel = filled(10, 0);
    var buffer = new ArrayList<Integer>();
    var recv = HandPolled.of(channel.receiver().recvMany(buffer, 10));
    assertThat(recv.isReady()).isFalse();

    channel.sender().trySend(1);
    channel.sender().trySend(2);

    assertThat(recv.wakes()).isEqualTo(1);
    assertThat(recv.value()).isEqualTo(2);
    assertThat(buffer).containsExactly(1, 2);
  }

  @Test
  void recvMany_ended_isZeroAndLeavesTheBuffer() {
    var channel = filled(10, 1);
    channel.sender().close();
    var buffer = new ArrayList<>(List.of(7));

    assertThat(channel.receiver().recvMany(buffer, 10).await()).isEqualTo(1);
    assertThat(channel.receiver().recvMany(buffer, 10).await()).isZero();

    assertThat(buffer).containsExactly(7, 0);
  }

  @Test
  void recvMany_full_letsAllWhoWaitInAtOnce() {
    var channel = filled(2, 2);
    var first = HandPolled.of(channel.sender().send(2));
    var second = HandPolled.of(channel.sender().send(3));
    first.poll();
    second.poll();

    channel.receiver().recvMany(new ArrayList<>(), 10).await();

    assertThat(first.wakes()).isEqualTo(1);
    assertThat(second.wakes()).isEqualTo(1);
    assertThat(first.isReady()).isTrue();
    assertThat(second.isReady()).isTrue();
  }

  @Test
  void drop_recvMany_losesNothingAndIsNotWokenAnyMore() {
    var channel = filled(10, 0);
    var buffer = new ArrayList<Integer>();
    var abandoned = HandPolled.of(channel.receiver().recvMany(buffer, 10));
    abandoned.poll();

    abandoned.drop();
    channel.sender().trySend(1);

    assertThat(abandoned.wakes()).isZero();
    assertThat(buffer).isEmpty();
    assertThat(channel.receiver().recv().await()).isEqualTo(1);
  }

  @Test
  void recvMany_bufferRefuses_keepsTheMessages() {
    var channel = filled(3, 3);
    var one = new ArrayList<Integer>() {
      @Override
      public boolean add(Integer message) {
        if (size() == 1) {
          throw new IllegalStateException("full");
        }
        return super.add(message);
      }
    };

    assertThatThrownBy(() -> channel.receiver().recvMany(Collections.unmodifiableList(one), 3).await())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> channel.receiver().recvMany(one, 3).await()).hasMessage("full");

    assertThat(one).containsExactly(0);
    assertThat(channel.sender().capacity()).isEqualTo(1);
    assertThat(channel.receiver().recv().await()).isEqualTo(1);
    assertThat(channel.receiver().recv().await()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void recvMany_limitBelowOne_isRefusedByName(int limit) {
    var receiver = filled(1, 1).receiver();

    assertThatThrownBy(() -> receiver.recvMany(new ArrayList<>(), limit)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1").hasMessageContaining(Integer.toString(limit));
  }

  @Test
  void receive_twoThreadsAtTheSameInstant_isAnErrorWithAName() throws Exception {
    var channel = filled(1, 1);
    var inside = new CyclicBarrier(2);
    var done = new CountDownLatch(1);
    var slow = new ArrayList<Integer>() {
      @Override
      public boolean add(Integer message) {
        meet(inside); // the other thread may try now
        meet(inside); // it has tried
        return super.add(message);
      }
    };
    Thread.startVirtualThread(() -> {
      channel.receiver().recvMany(slow, 1).await();
      done.countDown();
    });
    meet(inside);
    assertThatThrownBy(() -> channel.receiver().tryRecv()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("two threads");
    meet(inside);

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(slow).containsExactly(0);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isClosed_isTrueOnceNoMessageIsLetIn() {
    var closedByReceiver = filled(2, 1);
    assertThat(closedByReceiver.receiver().isClosed()).isFalse();
    closedByReceiver.receiver().close();
    closedByReceiver.receiver().close();
    assertThat(closedByReceiver.receiver().isClosed()).isTrue();

    var closedBySenders = filled(2, 2);
    var copy = closedBySenders.sender().copy();
    closedBySenders.sender().close();
    assertThat(closedBySenders.receiver().isClosed()).isFalse();
    copy.close();
    assertThat(closedBySenders.receiver().isClosed()).isTrue();
    assertThat(closedBySenders.receiver().length()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 64, 100})
  void length_countsWhatIsThere(int messages) {
    var channel = filled(100, messages);
    for (int left = messages; left > 0; left--) {
      assertThat(channel.receiver().length()).isEqualTo(left);
      assertThat(channel.receiver().isEmpty()).isFalse();
      channel.receiver().recv().await();
    }

    assertThat(channel.receiver().length()).isZero();
    assertThat(channel.receiver().isEmpty()).isTrue();
    channel.sender().close();
    assertThat(channel.receiver().length()).isZero();
  }

  @Test
  void length_withReservedPlaces_doesNotCountThem() {
    var channel = filled(3, 1);
    var permit = channel.sender().reserve().await();

    assertThat(channel.receiver().length()).isEqualTo(1);
    assertThat(channel.receiver().capacity()).isEqualTo(1);
    permit.close();
    assertThat(channel.receiver().capacity()).isEqualTo(2);
  }

  @Test
  void tryRecv_closedWithAPermitOut_isEmptyUntilItIsUsed() {
    var channel = filled(1, 0);
    var permit = channel.sender().reserve().await();
    channel.receiver().close();

    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Empty<Integer>());
    permit.send(1);
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>(1));
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<Integer>());
  }

  @Test
  void closed_receiverIsClosed_wakesAllWhoWait() {
    var channel = filled(1, 0);
    var first = HandPolled.of(channel.sender().closed());
    var second = HandPolled.of(channel.sender().copy().closed());
    assertThat(first.isReady()).isFalse();
    assertThat(second.isReady()).isFalse();

    channel.receiver().close();

    assertThat(first.wakes()).isEqualTo(1);
    assertThat(second.wakes()).isEqualTo(1);
    assertThat(first.isReady()).isTrue();
    assertThat(second.isReady()).isTrue();
    assertThat(HandPolled.of(channel.sender().closed()).isReady()).isTrue();
  }

  @Test
  void closed_lastHandleIsClosed_isReady() {
    var channel = filled(1, 0);
    var closed = HandPolled.of(channel.sender().closed());
    assertThat(closed.isReady()).isFalse();

    channel.sender().close();

    assertThat(closed.wakes()).isEqualTo(1);
    assertThat(closed.isReady()).isTrue();
  }

  @Test
  void closed_thisHandleAlone_isReadyIfItWasClosedBefore() {
    var channel = filled(1, 0);
    var copy = channel.sender().copy();
    var begun = HandPolled.of(copy.closed());
    begun.poll();

    copy.close();

    assertThat(HandPolled.of(copy.closed()).isReady()).isTrue();
    assertThat(begun.isReady()).isFalse();
    assertThat(HandPolled.of(channel.sender().closed()).isReady()).isFalse();
  }

  @Test
  void drop_closed_isNotWokenAnyMore() {
    var channel = filled(1, 0);
    var abandoned = HandPolled.of(channel.sender().closed());
    abandoned.poll();

    abandoned.drop();
    channel.receiver().close();

    assertThat(abandoned.wakes()).isZero();
  }

  @Test
  void sameChannel_handlesOfOneChannel_areTheSame() {
    var one = filled(1, 0).sender();
    var other = filled(1, 0).sender();

    assertThat(one.sameChannel(one.copy())).isTrue();
    assertThat(one.sameChannel(other)).isFalse();
    var unbounded = Mpsc.<Integer>unbounded().sender();
    assertThat(unbounded.sameChannel(unbounded.copy())).isTrue();
    assertThat(unbounded.sameChannel(Mpsc.<Integer>unbounded().sender())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 64, 65})
  void isEmptyAndLength_acrossTheBlocksOfTheQueue_areExact(int messages) {
    var bounded = Mpsc.<Integer>channel(100);
    var unbounded = Mpsc.<Integer>unbounded();
    for (int i = 0; i < messages; i++) {
      bounded.sender().trySend(i);
      unbounded.sender().send(i);
    }
    for (int left = messages; left > 0; left--) {
      for (var receiver : List.of(bounded.receiver(), unbounded.receiver())) {
        assertThat(receiver.isEmpty()).isFalse();
        assertThat(receiver.length()).isEqualTo(left);
        receiver.tryRecv();
      }
    }

    assertThat(bounded.receiver().isEmpty()).isTrue();
    assertThat(unbounded.receiver().isEmpty()).isTrue();
  }
}
