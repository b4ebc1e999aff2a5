package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The broadcast and the watch channel between tasks of both kinds, some of which are aborted.
@ParameterizedClass
@EnumSource(Setup.class)
@Timeout(60)
final class NewsOnRuntimeTest {
  private static final int BUDGET = 128;

  private final Runtime runtime;

  NewsOnRuntimeTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void shutDown() throws InterruptedException {
    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(20))).as("everything ended").isTrue();
  }

  /// Counts what it receives until the channel ends.
  private static final class Counting implements Future<Integer> {
    private final Broadcast.Receiver<Integer> receiver;
    private Future<@Nullable Integer> recv;
    private int received;

    Counting(Broadcast.Receiver<Integer> receiver) {
      this.receiver = receiver;
      this.recv = receiver.recv();
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      while (recv.poll(cx) instanceof Poll.Ready<@Nullable Integer> ready) {
        var message = ready.value();
        if (message == null) {
          receiver.close();
          return Poll.ready(received);
        }
        assertThat(message).isEqualTo(received);
        received++;
        recv = receiver.recv();
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      recv.drop();
      receiver.close();
    }
  }

  private static int count(Broadcast.Receiver<Integer> receiver) {
    int received = 0;
    try (receiver) {
      Integer message;
      while ((message = receiver.recv().await()) != null) {
        assertThat(message).isEqualTo(received);
        received++;
      }
    }
    return received;
  }

  @Test
  void broadcast_receiversOfBothKindsSomeAborted_theRestGetEachMessage() {
    int messages = 200;
    var sender = Broadcast.<Integer>sender(256);
    var tasks = new ArrayList<JoinHandle<Integer>>();
    for (int i = 0; i < 60; i++) {
      var receiver = sender.subscribe();
      tasks.add(i % 2 == 0 ? runtime.spawn(new Counting(receiver)) : runtime.spawn(() -> count(receiver)));
    }
    var random = new Random(1);
    for (int i = 0; i < messages; i++) {
      sender.trySend(i);
      if (i % 20 == 0) {
        tasks.get(random.nextInt(tasks.size())).abort();
      }
    }
    sender.close();

    int whole = 0;
    for (var task : tasks) {
      try {
        assertThat(task.await()).isEqualTo(messages);
        whole++;
      } catch (JoinException e) {
        assertThat(e.isCancelled()).as("%s", e).isTrue();
      }
    }
    assertThat(whole).isGreaterThanOrEqualTo(50);
  }

  @Test
  void watch_waitersOfBothKindsSomeAborted_theRestSeeTheLastValue() {
    var channel = Watch.channel(0);
    var tasks = new ArrayList<JoinHandle<Integer>>();
    for (int i = 0; i < 60; i++) {
      var receiver = channel.receiver().copy();
      var last = receiver.waitFor(value -> value == 500);
      tasks.add(i % 2 == 0 ? runtime.spawn(last) : runtime.spawn(() -> last.await()));
    }
    for (int i = 1; i <= 500; i++) {
      channel.sender().send(i);
      if (i % 50 == 0) {
        tasks.get(i / 10).abort();
      }
    }

    int whole = 0;
    for (var task : tasks) {
      try {
        assertThat(task.await()).isEqualTo(500);
        whole++;
      } catch (JoinException e) {
        assertThat(e.isCancelled()).as("%s", e).isTrue();
      }
    }
    assertThat(whole).isGreaterThanOrEqualTo(50);
  }

  /// A task whose receives are always ready gives way when its budget is spent.
  @Test
  void recv_alwaysReady_givesWay() {
    var channel = Broadcast.<Integer>channel(2);
    var received = new AtomicInteger();
    var other = new AtomicInteger(-1);
    var greedy = runtime.spawn(() -> {
      Task.spawn((Context _) -> {
        other.set(received.get());
        return Poll.ready(true);
      });
      for (int i = 0; i < 100 * BUDGET && other.get() < 0; i++) {
        channel.sender().send(i);
        channel.receiver().recv().await();
        received.incrementAndGet();
      }
    });
    greedy.await();

    assertThat(other).hasValueBetween(0, 100 * BUDGET - 1);
  }

  /// The same of a wait for a change that is always there.
  @Test
  void changed_alwaysReady_givesWay() {
    var channel = Watch.channel(0);
    var seen = new AtomicInteger();
    var other = new AtomicInteger(-1);
    var greedy = runtime.spawn(() -> {
      Task.spawn((Context _) -> {
        other.set(seen.get());
        return Poll.ready(true);
      });
      for (int i = 0; i < 100 * BUDGET && other.get() < 0; i++) {
        channel.sender().send(i);
        channel.receiver().changed().await();
        seen.incrementAndGet();
      }
    });
    greedy.await();

    assertThat(other).hasValueBetween(0, 100 * BUDGET - 1);
  }
}
