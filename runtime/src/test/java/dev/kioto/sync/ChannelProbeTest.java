package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a probe is told of channels.
@Timeout(60)
class ChannelProbeTest {
  private final ResourceLog log = new ResourceLog();
  private final Runtime runtime = Runtime.builder().workerThreads(1).probe(log).build();

  @AfterEach
  void stop() {
    runtime.close();
  }

  private void awaitWaiting(String... sources) {
    await().untilAsserted(() -> assertThat(log.waiting()).containsExactly(sources));
  }

  @Test
  void oneshot_awaited_isToldOfUntilItIsReceived() throws Exception {
    var channel = Oneshot.<String>channel();
    var task = runtime.spawn((Future<String>) channel.receiver());
    assertThat(log.next()).isEqualTo("created Sender|Receiver");
    assertThat(log.next()).isEqualTo("started Receiver::await[]");
    awaitWaiting("Receiver::await");
    assertThat(log.attributes("Sender|Receiver")).containsExactly("tx_dropped=false", "rx_dropped=false",
        "value_sent=false", "value_received=false");

    channel.sender().send("a");
    task.await();

    assertThat(log.next()).isEqualTo("ended Receiver::await");
    assertThat(log.next()).isEqualTo("over Sender|Receiver");
    assertThat(log.resources()).isZero();
  }

  @Test
  void oneshot_bothEndsWait_areOperationsOnOneResource() throws Exception {
    var channel = Oneshot.<String>channel();
    runtime.spawn(channel.receiver().recv());
    assertThat(log.next()).isEqualTo("created Sender|Receiver");
    assertThat(log.next()).isEqualTo("started Receiver::await[]");
    var sender = runtime.spawn(channel.sender().closed());
    assertThat(log.next()).isEqualTo("started Sender::closed[]");
    awaitWaiting("Receiver::await", "Sender::closed");

    channel.receiver().close();

    sender.await();
    awaitWaiting();
  }

  @Test
  void oneshot_receiverGivenUp_isOver() throws Exception {
    var channel = Oneshot.<String>channel();
    var task = runtime.spawn((Future<String>) channel.receiver());
    assertThat(log.next()).isEqualTo("created Sender|Receiver");
    assertThat(log.next()).isEqualTo("started Receiver::await[]");

    task.abort();

    assertThat(log.next()).isEqualTo("gave up Receiver::await");
    assertThat(log.next()).isEqualTo("over Sender|Receiver");
  }

  @Test
  void bounded_sendersWait_showsWhatIsStuck() throws Exception {
    var channel = Mpsc.<String>channel(2);
    channel.sender().trySend("a");
    channel.sender().trySend("b");
    channel.receiver().tryRecv();
    channel.sender().trySend("c");
    var send = runtime.spawn(channel.sender().send("d"));
    assertThat(log.next()).isEqualTo("created Mpsc");
    assertThat(log.next()).isEqualTo("started Sender::send[places=1]");
    awaitWaiting("Sender::send");
    runtime.spawn(channel.sender().reserve());
    assertThat(log.next()).isEqualTo("started Sender::reserve[places=1]");
    var many = runtime.spawn(channel.sender().reserveMany(2));
    assertThat(log.next()).isEqualTo("started Sender::reserve_many[places=2]");
    var closed = runtime.spawn(channel.sender().closed());
    assertThat(log.next()).isEqualTo("started Sender::closed[]");
    awaitWaiting("Sender::closed", "Sender::reserve", "Sender::reserve_many", "Sender::send");

    assertThat(log.attributes("Mpsc")).containsExactly("max_capacity=2", "capacity=0", "length=2", "received=1",
        "senders=1", "weak_senders=0", "receiver_waits=false", "closed=false");

    channel.receiver().tryRecv();
    send.await();
    assertThat(log.next()).isEqualTo("ended Sender::send");
    many.abort();
    assertThat(log.next()).isEqualTo("gave up Sender::reserve_many");
    channel.receiver().close();
    closed.await();
    awaitWaiting();
    assertThat(log.attributes("Mpsc")).contains("closed=true");
  }

  @Test
  void unbounded_receiverWaits_isToldOfUntilItsEnd() throws Exception {
    var channel = Mpsc.<String>unbounded();
    var weak = channel.sender().downgrade();
    var recv = runtime.spawn(channel.receiver().recv());
    assertThat(log.next()).isEqualTo("created Mpsc");
    assertThat(log.next()).isEqualTo("started Receiver::recv[]");
    awaitWaiting("Receiver::recv");
    assertThat(log.attributes("Mpsc")).contains("length=0", "senders=1", "weak_senders=1", "receiver_waits=true",
        "receiver_task=" + recv.id());

    channel.sender().send("a");
    recv.await();
    assertThat(log.next()).isEqualTo("ended Receiver::recv");
    channel.sender().send("b");
    channel.sender().close();
    assertThat(log.attributes("Mpsc")).contains("length=1", "received=1", "senders=0", "closed=true");

    var buffer = new ArrayList<String>();
    assertThat(runtime.spawn(channel.receiver().recvMany(buffer, 8)).await()).isEqualTo(1);
    assertThat(log.next()).isEqualTo("started Receiver::recv_many[limit=8]");
    assertThat(log.next()).isEqualTo("ended Receiver::recv_many");
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Ended<String>());
    assertThat(log.next()).isEqualTo("over Mpsc");
    assertThat(weak.upgrade()).isEmpty();
  }

  @Test
  void broadcast_receiverLags_tellsWhoAndHowFar() throws Exception {
    var channel = Broadcast.<String>channel(2);
    for (int i = 0; i < 5; i++) channel.sender().send("a");

    var recv = runtime.spawn(Futures.outcome(channel.receiver().recv()));
    recv.await();

    assertThat(log.next()).isEqualTo("created Broadcast");
    assertThat(log.attributes("Broadcast")).containsExactly("capacity=2", "length=2", "receivers=1", "senders=1",
        "sent=5", "lagged=3", "lagged_task=" + recv.id());
  }
}
