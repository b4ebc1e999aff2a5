package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import dev.kioto.sync.Mpsc.TrySend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MpscTest {

  @Test
  void send_freePlace_isReceivedInOrder() {
    var channel = Mpsc.<String>channel(2);
    channel.sender().send("a").await();
    channel.sender().send("b").await();

    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.receiver().recv().await()).isEqualTo("b");
  }

  @Test
  void send_manyMoreThanOneBlock_keepsOrder() {
    var channel = Mpsc.<Integer>channel(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(channel.sender().trySend(i)).isEqualTo(TrySend.SENT);
    }

    for (int i = 0; i < 1_000; i++) {
      assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>(i));
    }
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Empty<Integer>());
  }

  @Test
  void send_beforePoll_sendsNothing() {
    var channel = Mpsc.<String>channel(1);

    var unpolled = channel.sender().send("a");

    assertThat(unpolled).isNotNull();
    assertThat(channel.receiver().length()).isZero();
  }

  @Test
  void send_full_waitsUntilAMessageIsReceived() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().send("a").await();
    var waiting = HandPolled.of(channel.sender().send("b"));
    assertThat(waiting.isReady()).isFalse();

    assertThat(channel.receiver().recv().await()).isEqualTo("a");

    assertThat(waiting.wakes()).isEqualTo(1);
    assertThat(waiting.isReady()).isTrue();
    assertThat(channel.receiver().recv().await()).isEqualTo("b");
  }

  @Test
  void send_severalWait_areServedInOrder() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().send("a").await();
    var first = HandPolled.of(channel.sender().send("b"));
    var second = HandPolled.of(channel.sender().send("c"));
    first.poll();
    second.poll();

    channel.receiver().recv().await();

    assertThat(first.wakes()).isEqualTo(1);
    assertThat(second.wakes()).isZero();
    assertThat(second.isReady()).isFalse();
    assertThat(first.isReady()).isTrue();
  }

  @Test
  void trySend_full_saysFull() {
    var channel = Mpsc.<String>channel(1);

    assertThat(channel.sender().trySend("a")).isEqualTo(TrySend.SENT);
    assertThat(channel.sender().trySend("b")).isEqualTo(TrySend.FULL);
  }

  @Test
  void trySend_placeBelongsToAWaiter_saysFull() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().send("a").await();
    var waiting = HandPolled.of(channel.sender().send("b"));
    waiting.poll();
    channel.receiver().recv().await();

    assertThat(channel.sender().trySend("c")).isEqualTo(TrySend.FULL);
    assertThat(waiting.isReady()).isTrue();
  }

  @Test
  void recv_empty_isWokenByASend() {
    var channel = Mpsc.<String>channel(1);
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();

    channel.sender().trySend("a");

    assertThat(recv.wakes()).isEqualTo(1);
    assertThat(recv.value()).isEqualTo("a");
  }

  @Test
  void close_lastSender_endsTheChannelAfterWhatItHolds() {
    var channel = Mpsc.<String>channel(2);
    channel.sender().trySend("a");

    channel.sender().close();

    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.receiver().recv().await()).isNull();
    assertThat(channel.receiver().recv().await()).isNull();
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<String>());
  }

  @Test
  void close_lastSender_wakesTheReceiver() {
    var channel = Mpsc.<String>channel(1);
    var recv = HandPolled.of(channel.receiver().recv());
    recv.poll();

    channel.sender().close();

    assertThat(recv.wakes()).isEqualTo(1);
    assertThat(recv.value()).isNull();
  }

  @Test
  void close_oneOfTwoSenders_leavesTheChannelOpen() {
    var channel = Mpsc.<String>channel(1);
    var copy = channel.sender().copy();

    channel.sender().close();
    channel.sender().close();

    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Empty<String>());
    assertThat(copy.trySend("a")).isEqualTo(TrySend.SENT);
    copy.close();
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.receiver().recv().await()).isNull();
  }

  @Test
  void send_onClosedHandle_failsNamingIt() {
    var channel = Mpsc.<String>channel(1);
    var copy = channel.sender().copy();
    copy.close();

    assertThat(copy.isClosed()).isTrue();
    assertThat(copy.trySend("a")).isEqualTo(TrySend.CLOSED);
    assertThatThrownBy(() -> copy.send("a").await()).isInstanceOf(ChannelClosedException.class)
        .hasMessageContaining("this sender");
    assertThatThrownBy(copy::copy).isInstanceOf(IllegalStateException.class);
    assertThat(channel.sender().isClosed()).isFalse();
  }

  @Test
  void send_waitingWhenItsHandleIsClosed_stillArrives() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var waiting = HandPolled.of(channel.sender().send("b"));
    waiting.poll();

    channel.sender().close();

    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();
    assertThat(waiting.isReady()).isTrue();
    assertThat(recv.value()).isEqualTo("b");
    assertThat(channel.receiver().recv().await()).isNull();
  }

  @Test
  void drop_lastWaitingSendOfAClosedHandle_endsTheChannel() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var waiting = HandPolled.of(channel.sender().send("b"));
    waiting.poll();
    channel.sender().close();
    channel.receiver().recv().await();
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();

    waiting.drop();

    assertThat(recv.wakes()).isPositive();
    assertThat(recv.value()).isNull();
  }

  @Test
  void closeReceiver_withWaitingSend_failsItWithItsMessage() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var waiting = HandPolled.of(channel.sender().send("b"));
    waiting.poll();

    channel.receiver().close();

    assertThat(waiting.wakes()).isEqualTo(1);
    assertThatThrownBy(waiting::poll).isInstanceOfSatisfying(ChannelClosedException.class, e -> {
      assertThat(e).hasMessageContaining("receiver").hasMessageContaining("capacity 1");
      assertThat(e.unsent()).isEqualTo("b");
    });
    assertThat(channel.sender().trySend("c")).isEqualTo(TrySend.CLOSED);
    assertThat(channel.sender().isClosed()).isTrue();
  }

  @Test
  void closeReceiver_withMessages_letsThemDrain() {
    var channel = Mpsc.<String>channel(2);
    channel.sender().trySend("a");
    channel.sender().trySend("b");

    channel.receiver().close();

    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>("b"));
    assertThat(channel.receiver().recv().await()).isNull();
  }

  @Test
  void closeReceiver_placeAlreadyGiven_waitsForItsMessage() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var given = HandPolled.of(channel.sender().send("b"));
    given.poll();
    channel.receiver().recv().await();

    channel.receiver().close();

    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();
    assertThat(given.isReady()).isTrue();
    assertThat(recv.value()).isEqualTo("b");
  }

  @Test
  void closeReceiver_placeGivenAndAbandoned_ends() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var given = HandPolled.of(channel.sender().send("b"));
    given.poll();
    channel.receiver().recv().await();
    channel.receiver().close();
    var recv = HandPolled.of(channel.receiver().recv());
    recv.poll();

    given.drop();

    assertThat(recv.wakes()).isPositive();
    assertThat(recv.value()).isNull();
  }

  @Test
  void drop_waitingSend_sendsNothingAndKeepsNoPlace() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var abandoned = HandPolled.of(channel.sender().send("b"));
    var next = HandPolled.of(channel.sender().send("c"));
    abandoned.poll();
    next.poll();

    abandoned.drop();
    channel.receiver().recv().await();

    assertThat(next.isReady()).isTrue();
    assertThat(channel.receiver().recv().await()).isEqualTo("c");
    assertThat(channel.receiver().length()).isZero();
  }

  @Test
  void drop_sendThatWasGivenAPlace_passesThePlaceOn() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var abandoned = HandPolled.of(channel.sender().send("b"));
    var next = HandPolled.of(channel.sender().send("c"));
    abandoned.poll();
    next.poll();
    channel.receiver().recv().await();

    abandoned.drop();

    assertThat(next.wakes()).isEqualTo(1);
    assertThat(next.isReady()).isTrue();
    assertThat(channel.receiver().recv().await()).isEqualTo("c");
  }

  @Test
  void drop_recvAfterAMessageCame_losesNothing() {
    var channel = Mpsc.<String>channel(1);
    var abandoned = HandPolled.of(channel.receiver().recv());
    abandoned.poll();
    channel.sender().trySend("a");

    abandoned.drop();

    assertThat(channel.receiver().recv().await()).isEqualTo("a");
  }

  @Test
  void drop_recv_isNotWokenAnyMore() {
    var channel = Mpsc.<String>channel(1);
    var abandoned = HandPolled.of(channel.receiver().recv());
    abandoned.poll();

    abandoned.drop();
    channel.sender().trySend("a");

    assertThat(abandoned.wakes()).isZero();
  }

  @Test
  void await_sendInterrupted_sendsNothing() {
    var channel = Mpsc.<String>channel(1);
    channel.sender().trySend("a");
    var cancelled = new CountDownLatch(1);
    var thread = Thread.ofVirtual().start(() -> {
      try {
        channel.sender().send("b").await();
      } catch (CancelledException e) {
        cancelled.countDown();
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();

    await().until(() -> cancelled.getCount() == 0);
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Empty<String>());
  }

  @Test
  void poll_sendAfterItWasOver_isAnError() {
    var channel = Mpsc.<String>channel(2);
    var send = HandPolled.of(channel.sender().send("a"));
    send.poll();

    assertThatThrownBy(send::poll).isInstanceOf(IllegalStateException.class);
    assertThat(channel.receiver().length()).isEqualTo(1);
  }

  @Test
  void capacity_andLength_countPlaces() {
    var channel = Mpsc.<String>channel(3);
    channel.sender().trySend("a");

    assertThat(channel.sender().maxCapacity()).isEqualTo(3);
    assertThat(channel.receiver().maxCapacity()).isEqualTo(3);
    assertThat(channel.sender().capacity()).isEqualTo(2);
    assertThat(channel.receiver().capacity()).isEqualTo(2);
    assertThat(channel.receiver().length()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void channel_capacityBelowOne_isRefusedByName(int capacity) {
    assertThatThrownBy(() -> Mpsc.channel(capacity)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1").hasMessageContaining(Integer.toString(capacity));
  }

  @Test
  void channel_largestCapacity_takesNoMemoryAhead() {
    var channel = Mpsc.<String>channel(Integer.MAX_VALUE);

    assertThat(channel.sender().trySend("a")).isEqualTo(TrySend.SENT);
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>("a"));
    assertThat(channel.sender().capacity()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  @SuppressWarnings("NullAway") // null is what is tested
  void send_null_isRefused() {
    var channel = Mpsc.<String>channel(1);

    assertThatThrownBy(() -> channel.sender().send(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> channel.sender().trySend(null)).isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void manySenders_andOneReceiver_losesNothingAndKeepsEachOrder(int capacity) throws Exception {
    var channel = Mpsc.<int[]>channel(capacity);
    int senders = 4;
    int messages = 5_000;
    var failure = new AtomicReference<@Nullable Throwable>();
    for (int s = 0; s < senders; s++) {
      int id = s;
      var handle = channel.sender().copy();
      Thread.ofVirtual().uncaughtExceptionHandler((_, e) -> failure.set(e)).start(() -> {
        try (handle) {
          for (int i = 0; i < messages; i++) {
            handle.send(new int[] {id, i}).await();
          }
        }
      });
    }
    channel.sender().close();

    var received = CompletableFuture.supplyAsync(() -> {
      int[] next = new int[senders];
      int @Nullable [] message;
      while ((message = channel.receiver().recv().await()) != null) {
        assertThat(message[1]).isEqualTo(next[message[0]]++);
      }
      return next;
    }, Thread::startVirtualThread).get(25, TimeUnit.SECONDS);

    assertThat(Arrays.stream(received).boxed()).containsOnly(messages).hasSize(senders);
    assertThat(failure.get()).isNull();
  }

  /// Senders that are interrupted at any moment: what a sender was told is what the receiver finds.
  @Test
  void manySenders_someInterrupted_receivesWhatWasAcceptedAndNothingElse() throws Exception {
    var channel = Mpsc.<Integer>channel(2);
    int senders = 300;
    var accepted = new boolean[senders];
    var threads = new ArrayList<Thread>();
    for (int s = 0; s < senders; s++) {
      int id = s;
      threads.add(Thread.ofVirtual().start(() -> {
        try {
          channel.sender().send(id).await();
          accepted[id] = true;
        } catch (CancelledException e) {
          accepted[id] = false;
        }
      }));
    }
    var received = new boolean[senders];
    var receiver = Thread.ofVirtual().start(() -> {
      Integer id;
      while ((id = channel.receiver().recv().await()) != null) {
        received[id] = true;
      }
    });
    for (int s = 0; s < senders; s += 2) {
      threads.get(s).interrupt();
    }
    for (var thread : threads) {
      thread.join();
    }
    channel.sender().close();
    receiver.join();

    assertThat(received).isEqualTo(accepted);
  }
}
