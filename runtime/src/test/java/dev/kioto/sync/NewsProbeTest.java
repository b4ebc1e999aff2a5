package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a probe is told of broadcast and watch channels.
@Timeout(60)
final class NewsProbeTest {
  private final ResourceLog log = new ResourceLog();
  private final Runtime runtime = Runtime.builder().workerThreads(2).probe(log).build();

  @AfterEach
  void close() {
    runtime.close();
  }

  private void assertNext(String... lines) throws InterruptedException {
    for (String line : lines) {
      assertThat(log.next()).isEqualTo(line);
    }
  }

  private void awaitWaiting(String... sources) {
    await().untilAsserted(() -> assertThat(log.waiting()).containsExactly(sources));
  }

  @Test
  void broadcast_receiveThatWaits_isToldWithTheStateOfTheChannel() throws Exception {
    var channel = Broadcast.<String>channel(3);
    var lagging = channel.sender().subscribe();
    var task = runtime.spawn(() -> channel.receiver().recv().await());
    assertNext("created Broadcast", "started Receiver::recv[]");
    awaitWaiting("Receiver::recv");
    assertThat(log.attributes("Broadcast")).containsExactly("capacity=4", "length=0", "receivers=2", "senders=1",
        "sent=0", "lagged=0");

    channel.sender().send("a");
    assertThat(task.await()).isEqualTo("a");
    assertNext("ended Receiver::recv");
    for (int i = 0; i < 5; i++) {
      channel.sender().send("b");
    }
    lagging.tryRecv();

    assertThat(log.attributes("Broadcast")).containsExactly("capacity=4", "length=4", "receivers=2", "senders=1",
        "sent=6", "lagged=2");
    awaitWaiting();
  }

  @Test
  void broadcast_receiveThatLags_endsAsOneThatFailed() throws Exception {
    var channel = Broadcast.<String>channel(1);
    channel.sender().send("a");
    channel.sender().send("b");

    var task = runtime.spawn(() -> {
      try {
        channel.receiver().recv().await();
        return 0L;
      } catch (LaggedException e) {
        return e.skipped();
      }
    });

    assertThat(task.await()).isEqualTo(1);
    assertNext("created Broadcast", "started Receiver::recv[]", "gave up Receiver::recv");
  }

  @Test
  void broadcast_waitForTheLastReceiver_isGivenUpWhenAborted() throws Exception {
    var channel = Broadcast.<String>channel(1);
    var task = runtime.spawn(channel.sender().closed());
    assertNext("created Broadcast", "started Sender::closed[]");
    awaitWaiting("Sender::closed");

    task.abort();

    assertNext("gave up Sender::closed");
    awaitWaiting();
  }

  @Test
  void broadcast_bothEndsClosed_isOver() throws Exception {
    for (boolean senderFirst : new boolean[] {true, false}) {
      var channel = Broadcast.<String>channel(1);
      channel.sender().send("a");
      runtime.spawn(channel.receiver().recv()).await();
      assertNext("created Broadcast", "started Receiver::recv[]", "ended Receiver::recv");

      (senderFirst ? channel.sender() : channel.receiver()).close();
      assertThat(log.resources()).isEqualTo(1);
      (senderFirst ? channel.receiver() : channel.sender()).close();

      assertNext("over Broadcast");
      assertThat(log.resources()).isZero();
    }
  }

  @Test
  void watch_waits_areToldWithTheStateOfTheChannel() throws Exception {
    var channel = Watch.channel("one");
    var changed = runtime.spawn(channel.receiver().changed());
    assertNext("created Watch", "started Receiver::changed[]");
    awaitWaiting("Receiver::changed");
    assertThat(log.attributes("Watch")).containsExactly("version=0", "receivers=1", "senders=1", "closed=false");
    channel.sender().send("two");
    assertThat(changed.await()).isTrue();
    assertNext("ended Receiver::changed");

    var copy = channel.receiver().copy();
    var waitFor = runtime.spawn(copy.waitFor("three"::equals));
    assertNext("started Receiver::wait_for[]");
    awaitWaiting("Receiver::wait_for");
    assertThat(log.attributes("Watch")).containsExactly("version=1", "receivers=2", "senders=1", "closed=false");
    channel.sender().send("three");
    assertThat(waitFor.await()).isEqualTo("three");
    assertNext("ended Receiver::wait_for");

    var closed = runtime.spawn(channel.sender().closed());
    assertNext("started Sender::closed[]");
    copy.close();
    channel.receiver().close();
    closed.await();
    assertNext("ended Sender::closed");
    channel.sender().close();
    assertNext("over Watch");
  }
}
