package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.CancelledException;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The watch channel under real threads.
@Timeout(60)
class WatchLoadTest {

  /// Sees values that only grow, and the last one before the end.
  private static int followToTheEnd(Watch.Receiver<Integer> receiver) {
    int last = receiver.borrow();
    try (receiver) {
      while (receiver.changed().await()) {
        int value = receiver.borrowAndUpdate();
        assertThat(value).isGreaterThanOrEqualTo(last);
        last = value;
      }
    }
    assertThat(receiver.hasChanged()).isFalse();
    return last;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 1_000})
  void manyReceivers_eachSeesGrowingValuesAndTheLast(int receivers) throws Exception {
    int sends = 200_000 / Math.max(receivers, 20);
    var channel = Watch.channel(0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var following = new ArrayList<Future<Integer>>();
      for (int i = 0; i < receivers; i++) {
        var receiver = channel.receiver().copy();
        following.add(threads.submit(() -> followToTheEnd(receiver)));
      }
      for (int i = 1; i <= sends; i++) {
        channel.sender().send(i);
      }
      channel.sender().close();
      for (var each : following) {
        assertThat(each.get(50, TimeUnit.SECONDS)).isEqualTo(sends);
      }
    }
    assertThat(channel.sender().receiverCount()).isEqualTo(1);
  }

  @Test
  void manySenders_modifyAtOnce_loseNoChange() throws Exception {
    int senders = 4;
    int changes = 20_000;
    var channel = Watch.channel(0);
    try (var threads = Executors.newFixedThreadPool(senders + 1)) {
      var watching = threads.submit(() -> channel.receiver().waitFor(value -> value == senders * changes).await());
      var sending = new ArrayList<Future<?>>();
      for (int s = 0; s < senders; s++) {
        var handle = channel.sender().copy();
        sending.add(threads.submit(() -> {
          for (int i = 0; i < changes; i++) {
            handle.sendModify(value -> value + 1);
          }
        }));
      }
      for (var each : sending) {
        each.get(50, TimeUnit.SECONDS);
      }
      assertThat(watching.get(50, TimeUnit.SECONDS)).isEqualTo(senders * changes);
    }
    assertThat(channel.sender().borrow()).isEqualTo(senders * changes);
  }

  /// Each value waits for the answer to the one before: a change that is lost would end it.
  @Test
  void pingPong_waitsInterruptedAtAnyMoment_losesNoChange() throws Exception {
    int rounds = 5_000;
    var there = Watch.channel(0);
    var back = Watch.channel(0);
    var echo = new Thread(() -> {
      int seen = 0;
      while (seen < rounds) {
        try {
          if (!there.receiver().changed().await()) {
            return;
          }
          seen = there.receiver().borrow();
          back.sender().send(seen);
        } catch (CancelledException _) {
          // The next wait goes on.
        }
      }
    });
    echo.start();
    var random = new Random(1);
    for (int i = 1; i <= rounds; i++) {
      int round = i;
      there.sender().send(round);
      if (random.nextInt(8) == 0) {
        echo.interrupt();
      }
      back.receiver().waitFor(value -> value == round).await();
    }
    echo.join(20_000);
    assertThat(echo.isAlive()).isFalse();
  }
}
