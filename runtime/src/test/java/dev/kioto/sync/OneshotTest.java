package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Waker;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OneshotTest {

  @Test
  void send_receiverWaits_isWokenAndReceives() {
    var channel = Oneshot.<String>channel();
    var receiver = HandPolled.of(channel.receiver());
    assertThat(receiver.isReady()).isFalse();

    assertThat(channel.sender().send("a")).isTrue();

    assertThat(receiver.wakes()).isEqualTo(1);
    assertThat(receiver.value()).isEqualTo("a");
  }

  @Test
  void send_beforeTheFirstPoll_isReceived() {
    var channel = Oneshot.<String>channel();
    channel.sender().send("a");

    assertThat(channel.receiver().await()).isEqualTo("a");
  }

  @Test
  void send_null_isAValueLikeAnother() {
    var channel = Oneshot.<@Nullable String>channel();
    channel.sender().send(null);

    assertThat(channel.receiver().isEmpty()).isFalse();
    assertThat(channel.receiver().await()).isNull();
    assertThat(channel.receiver().isTerminated()).isTrue();
  }

  @Test
  void send_fromAnotherThread_wakesAPlatformThreadThatWaits() throws Exception {
    var channel = Oneshot.<String>channel();
    var received = new CompletableFuture<String>();
    var thread = Thread.ofPlatform().start(() -> received.complete(channel.receiver().await()));
    await().until(() -> thread.getState() == Thread.State.WAITING);

    channel.sender().send("a");

    assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo("a");
  }

  @Test
  void send_twice_isAnErrorAndKeepsTheFirst() {
    var channel = Oneshot.<String>channel();
    channel.sender().send("a");

    assertThatThrownBy(() -> channel.sender().send("b")).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one value");
    assertThat(channel.receiver().await()).isEqualTo("a");
    assertThatThrownBy(() -> channel.sender().send("b")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeSender_withoutAValue_failsTheReceiver() {
    var channel = Oneshot.<String>channel();
    var receiver = HandPolled.of(channel.receiver());
    receiver.poll();

    channel.sender().close();
    channel.sender().close();

    assertThat(receiver.wakes()).isEqualTo(1);
    assertThatThrownBy(receiver::poll).isInstanceOfSatisfying(ChannelClosedException.class, e -> {
      assertThat(e).hasMessageContaining("sender").hasMessageContaining("without a value");
      assertThat(e.unsent()).isNull();
    });
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<String>());
  }

  @Test
  void closeSender_afterItSent_changesNothing() {
    var channel = Oneshot.<String>channel();
    try (var sender = channel.sender()) {
      sender.send("a");
    }

    assertThat(channel.receiver().await()).isEqualTo("a");
  }

  @Test
  void send_onAClosedSender_isFalse() {
    var channel = Oneshot.<String>channel();
    channel.sender().close();

    assertThat(channel.sender().send("a")).isFalse();
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<String>());
  }

  @Test
  void closeReceiver_beforeTheSend_refusesIt() {
    var channel = Oneshot.<String>channel();
    channel.receiver().close();
    channel.receiver().close();

    assertThat(channel.sender().isClosed()).isTrue();
    assertThat(channel.sender().send("a")).isFalse();
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<String>());
    assertThatThrownBy(() -> channel.receiver().await()).isInstanceOf(ChannelClosedException.class)
        .hasMessageContaining("receiver");
  }

  @Test
  void closeReceiver_afterTheSend_keepsTheValue() {
    var polled = Oneshot.<String>channel();
    polled.sender().send("a");
    polled.receiver().close();
    assertThat(polled.receiver().await()).isEqualTo("a");

    var tried = Oneshot.<String>channel();
    tried.sender().send("a");
    tried.receiver().close();
    assertThat(tried.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>("a"));
  }

  @Test
  void closeReceiver_whileItWaits_endsTheWait() {
    var channel = Oneshot.<String>channel();
    var recv = HandPolled.of(channel.receiver().recv());
    recv.poll();

    channel.receiver().close();

    assertThat(recv.wakes()).isEqualTo(1);
    assertThatThrownBy(recv::poll).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void closed_receiverIsClosed_isReady() {
    var channel = Oneshot.<String>channel();
    var closed = HandPolled.of(channel.sender().closed());
    assertThat(closed.isReady()).isFalse();

    channel.receiver().close();

    assertThat(closed.wakes()).isEqualTo(1);
    assertThat(closed.isReady()).isTrue();
    assertThat(HandPolled.of(channel.sender().closed()).isReady()).isTrue();
  }

  @Test
  void closed_receiverIsDropped_isReady() {
    var channel = Oneshot.<String>channel();
    var closed = HandPolled.of(channel.sender().closed());
    closed.poll();

    channel.receiver().drop();

    assertThat(closed.wakes()).isEqualTo(1);
    assertThat(closed.isReady()).isTrue();
  }

  @Test
  void closed_thisSenderSendsOrIsClosed_isReady() {
    var sends = Oneshot.<String>channel();
    var closedBySend = HandPolled.of(sends.sender().closed());
    closedBySend.poll();
    sends.sender().send("a");
    assertThat(closedBySend.wakes()).isEqualTo(1);
    assertThat(closedBySend.isReady()).isTrue();

    var closes = Oneshot.<String>channel();
    var closedByClose = HandPolled.of(closes.sender().closed());
    closedByClose.poll();
    closes.sender().close();
    assertThat(closedByClose.wakes()).isEqualTo(1);
    assertThat(closedByClose.isReady()).isTrue();
  }

  @Test
  void drop_closedFuture_isNotWokenAnyMore() {
    var channel = Oneshot.<String>channel();
    var closed = HandPolled.of(channel.sender().closed());
    closed.poll();

    closed.drop();
    channel.receiver().close();

    assertThat(closed.wakes()).isZero();
  }

  @Test
  void drop_receiver_closesItAndIsNotWoken() {
    var channel = Oneshot.<String>channel();
    var receiver = HandPolled.of(channel.receiver());
    receiver.poll();

    receiver.drop();

    assertThat(channel.sender().send("a")).isFalse();
    assertThat(receiver.wakes()).isZero();
  }

  @Test
  void drop_receiverAfterTheSend_letsGoOfTheValue() {
    var channel = Oneshot.<Object>channel();
    var value = sendNew(channel.sender());

    channel.receiver().drop();

    await().until(() -> {
      System.gc();
      return value.get() == null;
    });
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<>());
  }

  @Test
  void recv_afterItReceived_keepsNoValue() {
    var channel = Oneshot.<Object>channel();
    var value = sendNew(channel.sender());
    assertThat(channel.receiver().await()).isNotNull();

    await().until(() -> {
      System.gc();
      return value.get() == null;
    });
  }

  private static WeakReference<Object> sendNew(Oneshot.Sender<Object> sender) {
    var value = new Object();
    sender.send(value);
    return new WeakReference<>(value);
  }

  @Test
  void drop_recv_leavesTheReceiverOpenAndIsNotWoken() {
    var channel = Oneshot.<String>channel();
    var recv = HandPolled.of(channel.receiver().recv());
    recv.poll();

    recv.drop();

    assertThat(channel.sender().send("a")).isTrue();
    assertThat(recv.wakes()).isZero();
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
  }

  @Test
  void drop_recvAfterTheSend_losesNothing() {
    var channel = Oneshot.<String>channel();
    var recv = HandPolled.of(channel.receiver().recv());
    recv.poll();
    channel.sender().send("a");

    recv.drop();

    assertThat(channel.receiver().await()).isEqualTo("a");
  }

  @Test
  void await_interrupted_closesTheReceiver() throws Exception {
    var channel = Oneshot.<String>channel();
    var cancelled = new CompletableFuture<Boolean>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        channel.receiver().await();
      } catch (CancelledException e) {
        cancelled.complete(true);
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();

    assertThat(cancelled.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(channel.sender().send("a")).isFalse();
  }

  @Test
  void tryRecv_inEveryState_saysWhatIsThere() {
    var channel = Oneshot.<String>channel();
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Empty<String>());
    channel.sender().send("a");
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>("a"));
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<String>());
    channel.receiver().close();
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<String>());
  }

  @Test
  void receive_afterTheValueWasReceived_isAnError() {
    var channel = Oneshot.<String>channel();
    channel.sender().send("a");
    channel.receiver().tryRecv();

    assertThatThrownBy(() -> channel.receiver().recv().await()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("received already");
  }

  @Test
  void isEmpty_isTrueUnlessAValueWaits() {
    var channel = Oneshot.<String>channel();
    assertThat(channel.receiver().isEmpty()).isTrue();
    channel.sender().send("a");
    assertThat(channel.receiver().isEmpty()).isFalse();
    channel.receiver().await();
    assertThat(channel.receiver().isEmpty()).isTrue();

    var closed = Oneshot.<String>channel();
    closed.receiver().close();
    assertThat(closed.receiver().isEmpty()).isTrue();
  }

  @Test
  void isTerminated_isTrueOnceTheReceiverWasTold() {
    var sent = Oneshot.<String>channel();
    sent.sender().send("a");
    assertThat(sent.receiver().isTerminated()).isFalse();
    sent.receiver().await();
    assertThat(sent.receiver().isTerminated()).isTrue();

    var closed = Oneshot.<String>channel();
    closed.sender().close();
    assertThat(closed.receiver().isTerminated()).isFalse();
    assertThatThrownBy(() -> closed.receiver().await()).isInstanceOf(ChannelClosedException.class);
    assertThat(closed.receiver().isTerminated()).isTrue();
  }

  @Test
  void poll_byAnotherTask_wakesThatOneAlone() {
    var channel = Oneshot.<String>channel();
    var first = new AtomicInteger();
    var second = new AtomicInteger();

    poll(channel, first::incrementAndGet);
    poll(channel, second::incrementAndGet);
    channel.sender().send("a");

    assertThat(first).hasValue(0);
    assertThat(second).hasValue(1);
    assertThat(channel.receiver().await()).isEqualTo("a");
  }

  @Test
  void closed_polledByAnotherTask_wakesThatOneAlone() {
    var channel = Oneshot.<String>channel();
    var closed = channel.sender().closed();
    var first = new AtomicInteger();
    var second = new AtomicInteger();
    Waker wakesFirst = first::incrementAndGet;
    Waker wakesSecond = second::incrementAndGet;

    closed.poll(() -> wakesFirst);
    closed.poll(() -> wakesSecond);
    channel.receiver().close();

    assertThat(first).hasValue(0);
    assertThat(second).hasValue(1);
  }

  private static void poll(Oneshot.Channel<String> channel, Waker waker) {
    assertThat(channel.receiver().poll(() -> waker).isReady()).isFalse();
  }

  @Test
  void poll_spentBudget_isPendingBesideAValueAndTriesNothing() {
    var channel = Oneshot.<String>channel();
    channel.sender().send("a");
    var spent = new Context() {
      @Override
      public Waker waker() {
        return () -> {};
      }

      @Override
      public boolean takeBudget() {
        return false;
      }
    };

    assertThat(channel.receiver().poll(spent).isReady()).isFalse();
    assertThat(channel.sender().closed().poll(spent).isReady()).isFalse();
    assertThat(channel.receiver().await()).isEqualTo("a");
  }

  @Test
  void poll_pending_givesItsBudgetBack() {
    var channel = Oneshot.<String>channel();
    var taken = new AtomicInteger();
    var counting = new Context() {
      @Override
      public Waker waker() {
        return () -> {};
      }

      @Override
      public boolean takeBudget() {
        taken.incrementAndGet();
        return true;
      }

      @Override
      public void restoreBudget() {
        taken.decrementAndGet();
      }
    };

    channel.receiver().poll(counting);
    channel.sender().closed().poll(counting);
    assertThat(taken).hasValue(0);
    channel.sender().send("a");
    channel.receiver().poll(counting);
    assertThat(taken).hasValue(1);
  }

  @Test
  void wakers_whenItIsOver_areLetGo() {
    var channel = Oneshot.<String>channel();
    var wakers = pollBothEnds(channel);

    channel.sender().close();

    await().until(() -> {
      System.gc();
      return wakers.get() == null;
    });
  }

  private static WeakReference<Waker> pollBothEnds(Oneshot.Channel<String> channel) {
    var wakes = new AtomicInteger();
    Waker waker = wakes::incrementAndGet;
    channel.receiver().poll(() -> waker);
    channel.sender().closed().poll(() -> waker);
    return new WeakReference<>(waker);
  }
}
