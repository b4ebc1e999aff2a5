package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.sync.Broadcast.TryRecv;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Waiting in a broadcast channel: for a message, for its end, for its last receiver.
@Timeout(30)
class BroadcastWaitTest {
  private final Broadcast.Channel<String> channel = Broadcast.channel(4);

  private HandPolled<@Nullable String> waitingRecv(Broadcast.Receiver<String> receiver) {
    var recv = HandPolled.of(receiver.recv());
    assertThat(recv.isReady()).isFalse();
    return recv;
  }

  @Test
  void recv_severalWait_areAllWokenByOneSend() {
    var second = channel.sender().subscribe();
    var one = waitingRecv(channel.receiver());
    var other = waitingRecv(second);

    channel.sender().send("a");

    assertThat(one.wakes()).isEqualTo(1);
    assertThat(other.wakes()).isEqualTo(1);
    assertThat(one.value()).isEqualTo("a");
    assertThat(other.value()).isEqualTo("a");
  }

  @Test
  void recv_severalWait_areWokenInTheOrderInWhichTheyBegan() {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < 5; i++) {
      int id = i;
      channel.sender().subscribe().recv().poll(() -> () -> order.add(id));
    }

    channel.sender().send("a");

    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void recv_polledAgainByAnotherTask_wakesThatOne() {
    var recv = channel.receiver().recv();
    var first = new AtomicInteger();
    var second = new AtomicInteger();
    recv.poll(() -> first::incrementAndGet);
    Waker later = second::incrementAndGet;
    recv.poll(() -> later);
    recv.poll(() -> later);

    channel.sender().send("a");

    assertThat(first).hasValue(0);
    assertThat(second).hasValue(1);
    assertThat(recv.poll(() -> later)).isEqualTo(Poll.ready("a"));
  }

  @Test
  void recv_messageTakenByTryRecvMeanwhile_waitsOn() {
    var recv = waitingRecv(channel.receiver());
    channel.sender().send("a");
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>("a"));

    assertThat(recv.isReady()).isFalse();
    channel.sender().send("b");

    assertThat(recv.wakes()).isEqualTo(2);
    assertThat(recv.value()).isEqualTo("b");
  }

  @Test
  void closeSender_last_wakesThoseThatWait() {
    var recv = waitingRecv(channel.receiver());

    channel.sender().close();

    assertThat(recv.wakes()).isEqualTo(1);
    assertThat(recv.value()).isNull();
  }

  @Test
  void closeSender_notTheLast_wakesNobody() {
    var copy = channel.sender().copy();
    var recv = waitingRecv(channel.receiver());

    copy.close();

    assertThat(recv.wakes()).isZero();
  }

  @Test
  void closeReceiver_whileItWaits_endsItsReceiveAndNoOther() {
    var other = waitingRecv(channel.sender().subscribe());
    var recv = waitingRecv(channel.receiver());

    channel.receiver().close();

    assertThat(recv.wakes()).isEqualTo(1);
    assertThat(recv.value()).isNull();
    assertThat(other.wakes()).isZero();
  }

  @Test
  void drop_recv_isNotWokenAndLosesNothing() {
    var abandoned = waitingRecv(channel.receiver());

    abandoned.drop();
    channel.sender().send("a");

    assertThat(abandoned.wakes()).isZero();
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
  }

  @Test
  void drop_recvThatWasWoken_losesNothing() {
    var abandoned = waitingRecv(channel.receiver());
    channel.sender().send("a");

    abandoned.drop();

    assertThat(channel.receiver().recv().await()).isEqualTo("a");
  }

  @Test
  void recv_manyGivenUpAndOneKept_wakesTheKeptOnce() {
    for (int i = 0; i < 1_000; i++) {
      waitingRecv(channel.receiver()).drop();
    }
    var recv = waitingRecv(channel.receiver());

    channel.sender().send("a");

    assertThat(recv.wakes()).isEqualTo(1);
    assertThat(recv.value()).isEqualTo("a");
  }

  @Test
  void recv_interrupted_losesNothing() throws Exception {
    var cancelled = new CompletableFuture<CancelledException>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        channel.receiver().recv().await();
      } catch (CancelledException e) {
        cancelled.complete(e);
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();

    assertThat(cancelled.get(20, TimeUnit.SECONDS)).isNotNull();
    channel.sender().send("a");
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
  }

  @Test
  void recv_onAPlatformThread_blocksItUntilAMessageComes() throws Exception {
    var received = new CompletableFuture<@Nullable String>();
    var thread = new Thread(() -> received.complete(channel.receiver().recv().await()));
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);

    channel.sender().send("a");

    assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo("a");
  }

  /// A waker may use the channel that it is called by.
  @Test
  void wake_thatUsesTheChannel_isNotLockedOut() {
    var seen = new ArrayList<Integer>();
    channel.receiver().recv().poll(() -> () -> {
      seen.add(channel.sender().receiverCount());
      if (seen.size() == 1) {
        channel.sender().send("b");
      }
      channel.sender().subscribe().close();
    });

    channel.sender().send("a");

    assertThat(seen).containsExactly(1);
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>("a"));
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>("b"));
  }

  @Test
  void closed_lastReceiverCloses_isWokenThen() {
    var second = channel.sender().subscribe();
    var closed = HandPolled.of(channel.sender().closed());
    assertThat(closed.isReady()).isFalse();

    channel.receiver().close();
    assertThat(closed.wakes()).isZero();
    assertThat(closed.isReady()).isFalse();
    second.close();

    assertThat(closed.wakes()).isEqualTo(1);
    assertThat(closed.isReady()).isTrue();
  }

  @Test
  void closed_somebodySubscribesMeanwhile_waitsForThatOneToo() {
    var closed = HandPolled.of(channel.sender().closed());
    assertThat(closed.isReady()).isFalse();
    channel.receiver().close();
    assertThat(closed.wakes()).isEqualTo(1);

    var next = channel.sender().subscribe();
    assertThat(closed.isReady()).isFalse();
    next.close();

    assertThat(closed.wakes()).isEqualTo(2);
    assertThat(closed.isReady()).isTrue();
  }

  @Test
  void closed_noReceiver_isReady() {
    assertThat(HandPolled.of(Broadcast.sender(1).closed()).isReady()).isTrue();
    channel.receiver().close();
    channel.sender().close();
    assertThat(HandPolled.of(channel.sender().closed()).isReady()).isTrue();
  }

  @Test
  void closed_manyGivenUp_leavesOthersWaiting() {
    var kept = HandPolled.of(channel.sender().closed());
    kept.poll();
    for (int i = 0; i < 1_000; i++) {
      var abandoned = HandPolled.of(channel.sender().closed());
      abandoned.poll();
      abandoned.drop();
      if (kept.wakes() > 0) {
        assertThat(kept.isReady()).isFalse(); // a wake for nothing, as those that were given up are cleared away
      }
    }
    int before = kept.wakes();

    channel.receiver().close();

    assertThat(kept.wakes()).isEqualTo(before + 1);
    assertThat(kept.isReady()).isTrue();
  }

  @Test
  void recv_budgetSpent_takesNothing() {
    channel.sender().send("a");
    var recv = channel.receiver().recv();

    var poll = recv.poll(new SpentContext());

    assertThat(poll.isReady()).isFalse();
    assertThat(channel.receiver().length()).isEqualTo(1);
  }
}
