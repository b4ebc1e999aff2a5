package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.CancelledException;
import dev.kioto.sync.Broadcast.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The broadcast channel under real threads.
@Timeout(60)
class BroadcastLoadTest {

  /// @param sender who sent it
  /// @param number which one of that sender's
  private record Message(int sender, int number) {}

  /// What one receiver got.
  private static final class Tally {
    private final int[] next;
    private long received;
    private long skipped;

    Tally(int senders) {
      next = new int[senders];
    }

    void received(Message message) {
      assertThat(message.number()).as("in order").isGreaterThanOrEqualTo(next[message.sender()]);
      next[message.sender()] = message.number() + 1;
      received++;
    }

    long all() {
      return received + skipped;
    }
  }

  private static Tally receiveAll(Receiver<Message> receiver, int senders) {
    var tally = new Tally(senders);
    try (receiver) {
      while (true) {
        try {
          var message = receiver.recv().await();
          if (message == null) {
            return tally;
          }
          tally.received(message);
        } catch (LaggedException e) {
          tally.skipped += e.skipped();
        }
      }
    }
  }

  private static List<Callable<Void>> senders(Broadcast.Sender<Message> sender, int senders, int messages) {
    var code = new ArrayList<Callable<Void>>();
    for (int s = 0; s < senders; s++) {
      int id = s;
      var handle = sender.copy();
      code.add(() -> {
        try (handle) {
          for (int i = 0; i < messages; i++) {
            handle.send(new Message(id, i));
          }
        }
        return null;
      });
    }
    sender.close();
    return code;
  }

  /// Small capacities lag nearly all the time, the large one never.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 1 << 16})
  void manySendersAndReceivers_whatIsReceivedAndSkippedAddsUp(int capacity) throws Exception {
    int senders = 3;
    int messages = 10_000;
    var channel = Broadcast.<Message>channel(capacity);
    var receivers = new ArrayList<Receiver<Message>>(List.of(channel.receiver()));
    for (int i = 0; i < 5; i++) {
      receivers.add(channel.sender().subscribe());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sending = senders(channel.sender(), senders, messages).stream().map(threads::submit).toList();
      var tallies = receivers.stream().map(r -> threads.submit(() -> receiveAll(r, senders))).toList();

      for (var sent : sending) {
        sent.get(50, TimeUnit.SECONDS);
      }
      for (Future<Tally> each : tallies) {
        var tally = each.get(50, TimeUnit.SECONDS);
        assertThat(tally.all()).isEqualTo((long) senders * messages);
        if (capacity >= senders * messages) {
          assertThat(tally.skipped).isZero();
        }
      }
    }
    assertThat(channel.sender().length()).as("nothing is kept for receivers that are gone").isZero();
  }

  /// Receives that are interrupted at any moment, on one receiver: each message comes once, in order.
  @Test
  void receivesInterruptedAtAnyMoment_loseNothing() throws Exception {
    int messages = 3_000;
    var channel = Broadcast.<Message>channel(1 << 12);
    var tally = new Tally(1);
    var receiver = new Thread(() -> {
      while (tally.received < messages) {
        try {
          var message = channel.receiver().recv().await();
          if (message == null) {
            return;
          }
          assertThat(message.number()).isEqualTo(tally.next[0]);
          tally.received(message);
        } catch (CancelledException _) {
          // The next receive goes on.
        }
      }
    });
    receiver.start();
    var random = new Random(1);
    for (int i = 0; i < messages; i++) {
      channel.sender().send(new Message(0, i));
      if (random.nextInt(4) == 0) {
        receiver.interrupt();
      }
    }
    channel.sender().close();
    receiver.join(50_000);

    assertThat(receiver.isAlive()).isFalse();
    assertThat(tally.received).isEqualTo(messages);
  }

  /// Receivers that come and go while messages are sent: each is told of a stretch of them without a gap, and nothing is
  /// kept when all have gone.
  @Test
  void receiversThatComeAndGo_seeAStretchWithoutGaps() throws Exception {
    int messages = 20_000;
    var channel = Broadcast.<Message>channel(64);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var visitors = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 4; i++) {
        var weak = channel.sender().downgrade();
        visitors.add(threads.submit(() -> visits(weak)));
      }
      for (int i = 0; i < messages; i++) {
        channel.sender().send(new Message(0, i));
      }
      channel.sender().close();
      for (var visitor : visitors) {
        visitor.get(50, TimeUnit.SECONDS);
      }
    }
    channel.receiver().close();
    assertThat(channel.sender().receiverCount()).isZero();
    assertThat(channel.sender().length()).isZero();
  }

  private static int visits(Broadcast.WeakSender<Message> weak) {
    int visits = 0;
    while (true) {
      var sender = weak.upgrade();
      if (sender.isEmpty()) {
        return visits;
      }
      Receiver<Message> receiver;
      try (var open = sender.get()) {
        receiver = open.subscribe();
      }
      try (receiver) {
        stretch(receiver);
      }
      visits++;
    }
  }

  private static void stretch(Receiver<Message> receiver) {
    long expected = -1;
    for (int i = 0; i < 10; i++) {
      try {
        var message = receiver.recv().await();
        if (message == null) {
          return;
        }
        if (expected >= 0) {
          assertThat(message.number()).isEqualTo((int) expected);
        }
        expected = message.number() + 1L;
      } catch (LaggedException e) {
        expected = expected < 0 ? -1 : expected + e.skipped();
      }
    }
  }

  @Test
  void thousandReceivers_eachGetsEachMessage() throws Exception {
    int receivers = 1_000;
    int messages = 50;
    var channel = Broadcast.<Message>channel(64);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tallies = new ArrayList<Future<Tally>>();
      for (int i = 0; i < receivers; i++) {
        var receiver = channel.sender().subscribe();
        tallies.add(threads.submit(() -> receiveAll(receiver, 1)));
      }
      channel.receiver().close();
      for (int i = 0; i < messages; i++) {
        assertThat(channel.sender().send(new Message(0, i))).isEqualTo(receivers);
      }
      channel.sender().close();
      for (var each : tallies) {
        var tally = each.get(50, TimeUnit.SECONDS);
        assertThat(tally.received).isEqualTo(messages);
        assertThat(tally.skipped).isZero();
      }
    }
    assertThat(channel.sender().receiverCount()).isZero();
  }
}
