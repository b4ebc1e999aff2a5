package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MpscUnboundedTest {

  @Test
  void send_many_areReceivedInOrder() {
    var channel = Mpsc.<Integer>unbounded();
    for (int i = 0; i < 1_000; i++) {
      assertThat(channel.sender().send(i)).isTrue();
    }

    assertThat(channel.receiver().length()).isEqualTo(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(channel.receiver().recv().await()).isEqualTo(i);
    }
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Empty<Integer>());
    assertThat(channel.receiver().isEmpty()).isTrue();
  }

  @Test
  void send_receiverWaits_wakesIt() {
    var channel = Mpsc.<String>unbounded();
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.isReady()).isFalse();

    channel.sender().send("a");
    channel.sender().send("b");

    assertThat(recv.wakes()).isEqualTo(1);
    assertThat(recv.value()).isEqualTo("a");
  }

  @Test
  void recvMany_messagesAreThere_takesThem() {
    var channel = Mpsc.<Integer>unbounded();
    for (int i = 0; i < 50; i++) {
      channel.sender().send(i);
    }
    var buffer = new ArrayList<Integer>();

    assertThat(channel.receiver().recvMany(buffer, 40).await()).isEqualTo(40);
    assertThat(channel.receiver().recvMany(buffer, 40).await()).isEqualTo(10);
    assertThat(buffer).hasSize(50).isSorted();
  }

  @Test
  void closeLastSender_endsAfterWhatItHolds() {
    var channel = Mpsc.<String>unbounded();
    var copy = channel.sender().copy();
    copy.send("a");
    copy.close();
    copy.close();
    var recv = HandPolled.of(channel.receiver().recv());
    assertThat(recv.value()).isEqualTo("a");
    var end = HandPolled.of(channel.receiver().recv());
    assertThat(end.isReady()).isFalse();

    channel.sender().close();

    assertThat(end.wakes()).isEqualTo(1);
    assertThat(end.value()).isNull();
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<String>());
    assertThat(channel.receiver().recvMany(new ArrayList<>(), 1).await()).isZero();
  }

  @Test
  void closeReceiver_refusesSendsAndDrains() {
    var channel = Mpsc.<String>unbounded();
    channel.sender().send("a");
    channel.sender().send("b");

    channel.receiver().close();
    channel.receiver().close();

    assertThat(channel.sender().isClosed()).isTrue();
    assertThat(channel.sender().send("c")).isFalse();
    assertThat(channel.receiver().isClosed()).isTrue();
    assertThat(channel.receiver().length()).isEqualTo(2);
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>("b"));
    assertThat(channel.receiver().recv().await()).isNull();
    assertThat(channel.receiver().length()).isZero();
  }

  @Test
  void send_refusedManyTimes_changesNothing() {
    var channel = Mpsc.<String>unbounded();
    channel.sender().send("a");
    channel.receiver().close();
    for (int i = 0; i < 100; i++) {
      assertThat(channel.sender().send("late")).isFalse();
    }

    assertThat(channel.receiver().length()).isEqualTo(1);
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
    assertThat(channel.receiver().recv().await()).isNull();
  }

  @Test
  void send_onAClosedHandle_isFalse() {
    var channel = Mpsc.<String>unbounded();
    var copy = channel.sender().copy();
    copy.close();

    assertThat(copy.isClosed()).isTrue();
    assertThat(copy.send("a")).isFalse();
    assertThatThrownBy(copy::copy).isInstanceOf(IllegalStateException.class);
    assertThat(channel.sender().isClosed()).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway") // null is what is tested
  void send_null_isRefused() {
    var sender = Mpsc.<String>unbounded().sender();

    assertThatThrownBy(() -> sender.send(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void closed_receiverIsClosed_isReady() {
    var channel = Mpsc.<String>unbounded();
    var closed = HandPolled.of(channel.sender().closed());
    assertThat(closed.isReady()).isFalse();

    channel.receiver().close();

    assertThat(closed.wakes()).isEqualTo(1);
    assertThat(closed.isReady()).isTrue();
  }

  @Test
  void drop_recv_losesNothing() {
    var channel = Mpsc.<String>unbounded();
    var abandoned = HandPolled.of(channel.receiver().recv());
    abandoned.poll();

    abandoned.drop();
    channel.sender().send("a");

    assertThat(abandoned.wakes()).isZero();
    assertThat(channel.receiver().recv().await()).isEqualTo("a");
  }

  @Test
  void capacity_hasNoBound() {
    var receiver = Mpsc.<String>unbounded().receiver();

    assertThat(receiver.capacity()).isEqualTo(Integer.MAX_VALUE);
    assertThat(receiver.maxCapacity()).isEqualTo(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manySenders_andOneReceiver_losesNothingAndKeepsEachOrder(boolean many) throws Exception {
    var channel = Mpsc.<int[]>unbounded();
    int senders = 4;
    int messages = 20_000;
    for (int s = 0; s < senders; s++) {
      int id = s;
      var handle = channel.sender().copy();
      Thread.ofVirtual().start(() -> {
        try (handle) {
          for (int i = 0; i < messages; i++) {
            handle.send(new int[] {id, i});
          }
        }
      });
    }
    channel.sender().close();

    int[] received = CompletableFuture.supplyAsync(() -> {
      int[] next = new int[senders];
      var batch = new ArrayList<int[]>();
      while (receive(channel.receiver(), batch, many)) {
        for (int[] message : batch) {
          assertThat(message[1]).isEqualTo(next[message[0]]++);
        }
        batch.clear();
      }
      return next;
    }, Thread::startVirtualThread).get(25, TimeUnit.SECONDS);

    assertThat(received).containsOnly(messages);
  }

  private static boolean receive(Mpsc.Receiver<int[]> receiver, List<int[]> batch, boolean many) {
    if (many) {
      return receiver.recvMany(batch, 100).await() > 0;
    }
    int[] message = receiver.recv().await();
    if (message != null) {
      batch.add(message);
    }
    return message != null;
  }

  /// Senders that go on while the receiver closes: what was accepted is what is received.
  @Test
  void closeReceiver_whileManySend_receivesWhatWasAccepted() throws Exception {
    for (int round = 0; round < 50; round++) {
      var channel = Mpsc.<Integer>unbounded();
      var accepted = new AtomicInteger();
      var threads = new ArrayList<Thread>();
      for (int s = 0; s < 3; s++) {
        threads.add(Thread.ofVirtual().start(() -> {
          while (channel.sender().send(1)) {
            accepted.incrementAndGet();
          }
        }));
      }
      for (int i = 0; i < 100; i++) {
        channel.receiver().recv().await();
      }
      channel.receiver().close();
      int received = 100;
      while (channel.receiver().recv().await() != null) {
        received++;
      }
      for (var thread : threads) {
        thread.join();
      }

      assertThat(received).isEqualTo(accepted.get());
    }
  }
}
