package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.ElapsedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The mutex and the channel between tasks of both kinds, some of which are aborted.
@ParameterizedClass
@ValueSource(ints = {1, 4})
@Timeout(60)
final class SyncOnRuntimeTest {
  private final Runtime runtime;

  SyncOnRuntimeTest(int workers) {
    runtime = Runtime.builder().enableAll().workerThreads(workers).build();
  }

  @AfterEach
  void shutDown() throws InterruptedException {
    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(20))).as("everything ended").isTrue();
  }

  @Test
  void mutex_directAndFutureTasks_countEachIncrement() {
    var mutex = new Mutex<>(0);
    var tasks = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 50; i++) {
      tasks.add(runtime.spawn(() -> {
        for (int n = 0; n < 40; n++) {
          try (var guard = mutex.lock().await()) {
            guard.set(guard.get() + 1);
          }
        }
      }));
      tasks.add(runtime.spawn(new Increments(mutex, 40)));
    }

    tasks.forEach(Future::await);

    assertThat(mutex.lock().await().get()).isEqualTo(50 * 40 * 2);
  }

  @Test
  void mutex_heldAcrossASuspension_keepsTheOthersOut() {
    var mutex = new Mutex<>(0);
    var tasks = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 20; i++) {
      tasks.add(runtime.spawn(() -> {
        try (var guard = mutex.lock().await()) {
          int before = guard.get();
          Task.yieldNow().await();
          guard.set(before + 1);
        }
      }));
    }

    tasks.forEach(Future::await);

    assertThat(mutex.lock().await().get()).isEqualTo(20);
  }

  @Test
  void mutex_waitersAborted_serveTheRest() {
    var mutex = new Mutex<>(0);
    var holder = mutex.lock().await();
    var tasks = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 200; i++) {
      if (i % 2 == 0) {
        tasks.add(runtime.spawn(new Increments(mutex, 1)));
      } else {
        tasks.add(runtime.spawn(() -> {
          try (var guard = mutex.lock().await()) {
            guard.set(guard.get() + 1);
          }
        }));
      }
    }
    var random = new Random(1);
    var aborted = tasks.stream().filter(_ -> random.nextBoolean()).toList();
    aborted.subList(0, aborted.size() / 2).forEach(JoinHandle::abort);
    holder.close();
    aborted.subList(aborted.size() / 2, aborted.size()).forEach(JoinHandle::abort);

    long ended = tasks.stream().filter(SyncOnRuntimeTest::endsWell).count();

    assertThat(mutex.lock().await().get()).isEqualTo((int) ended);
    assertThat(ended).isGreaterThanOrEqualTo(tasks.size() - aborted.size());
  }

  @Test
  void channel_sendersOfBothKindsSomeAborted_endsWithWhatWasAccepted() {
    var channel = Mpsc.<Integer>channel(3);
    var tasks = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 200; i++) {
      int id = i;
      if (i % 2 == 0) {
        var sender = channel.sender().copy();
        tasks.add(runtime.spawn(Futures.map(sender.send(id), _ -> id)));
        sender.close(); // which ends a send that was not polled, and leaves one that was
      } else {
        tasks.add(runtime.spawn(() -> {
          channel.sender().send(id).await();
        }));
      }
    }
    var received = runtime.spawn(() -> {
      var ids = new ArrayList<Integer>();
      Integer id;
      while ((id = channel.receiver().recv().await()) != null) {
        ids.add(id);
      }
      return ids;
    });
    for (int i = 0; i < tasks.size(); i += 3) {
      tasks.get(i).abort();
    }

    var accepted = new ArrayList<Integer>();
    for (int i = 0; i < tasks.size(); i++) {
      if (endsWell(tasks.get(i))) {
        accepted.add(i);
      }
    }
    channel.sender().close();

    assertThat(received.await()).containsExactlyInAnyOrderElementsOf(accepted);
  }

  @Test
  void sendTimeout_full_givesUpAndSendsNothing() {
    var channel = Mpsc.<Integer>channel(1);
    channel.sender().trySend(1);

    assertThatThrownBy(() -> runtime.blockOn(channel.sender().sendTimeout(2, Duration.ofMillis(20))))
        .isInstanceOf(ElapsedException.class);

    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>(1));
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Empty<Integer>());
    assertThat(channel.sender().capacity()).isEqualTo(1);
    runtime.blockOn(channel.sender().sendTimeout(3, Duration.ZERO));
    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>(3));
  }

  @Test
  void sendTimeout_aPlaceComesInTime_sends() {
    var channel = Mpsc.<Integer>channel(1);
    channel.sender().trySend(1);
    var send = runtime.spawn(channel.sender().sendTimeout(2, Duration.ofSeconds(30)));

    assertThat(runtime.blockOn(channel.receiver().recv())).isEqualTo(1);
    send.await();

    assertThat(channel.receiver().tryRecv()).isEqualTo(new TryRecv.Message<>(2));
  }

  @Test
  void sendTimeout_receiverIsClosed_failsWithItsMessage() {
    var channel = Mpsc.<Integer>channel(1);
    channel.sender().trySend(1);
    var send = channel.sender().sendTimeout(2, Duration.ofSeconds(30));
    channel.receiver().close();

    assertThatThrownBy(() -> runtime.blockOn(send)).isInstanceOfSatisfying(ChannelClosedException.class,
        e -> assertThat(e.unsent()).isEqualTo(2));
  }

  /// Requests that are answered through a oneshot channel each, by a server that is told by the close of the last sender.
  @Test
  void requests_answeredByOneshots_allGetTheirOwn() {
    var requests = Mpsc.<Request>unbounded();
    var server = runtime.spawn(() -> {
      var batch = new ArrayList<Request>();
      int served = 0;
      while (requests.receiver().recvMany(batch, 16).await() > 0) {
        for (var request : batch) {
          request.reply().send(request.number() * 2);
        }
        served += batch.size();
        batch.clear();
      }
      return served;
    });
    var clients = new ArrayList<JoinHandle<Integer>>();
    for (int c = 0; c < 40; c++) {
      var sender = requests.sender().copy();
      clients.add(runtime.spawn(() -> {
        try (sender) {
          int sum = 0;
          for (int n = 0; n < 50; n++) {
            var reply = Oneshot.<Integer>channel();
            sender.send(new Request(n, reply.sender()));
            sum += reply.receiver().await();
          }
          return sum;
        }
      }));
    }
    requests.sender().close();

    for (var client : clients) {
      assertThat(client.await()).isEqualTo(50 * 49);
    }
    assertThat(server.await()).isEqualTo(40 * 50);
  }

  private record Request(int number, Oneshot.Sender<Integer> reply) {}

  /// The answerer of an aborted task is told to stop, and one that is aborted tells its asker.
  @Test
  void oneshot_taskIsAborted_tellsTheOtherEnd() {
    var asked = Oneshot.<Integer>channel();
    var asker = runtime.spawn((Future<Integer>) asked.receiver());
    var answerer = runtime.spawn(asked.sender().closed());
    asker.abort();
    answerer.await();
    assertThat(asked.sender().send(1)).isFalse();

    var given = Oneshot.<Integer>channel();
    var started = Oneshot.<Integer>channel();
    var giver = runtime.spawn(() -> {
      try (var sender = given.sender()) {
        started.sender().send(1);
        sender.closed().await();
      }
    });
    started.receiver().await();
    giver.abort();
    assertThatThrownBy(() -> given.receiver().await()).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void channel_pingPong_takesTurns() {
    var there = Mpsc.<Integer>channel(1);
    var back = Mpsc.<Integer>channel(1);
    var echo = runtime.spawn(() -> {
      List<Integer> seen = new ArrayList<>();
      Integer n;
      while ((n = there.receiver().recv().await()) != null) {
        seen.add(n);
        back.sender().send(n + 1).await();
      }
      return seen.size();
    });

    for (int n = 0; n < 2_000; n++) {
      there.sender().send(n).await();
      assertThat(back.receiver().recv().await()).isEqualTo(n + 1);
    }
    there.sender().close();

    assertThat(echo.await()).isEqualTo(2_000);
  }

  private static boolean endsWell(JoinHandle<?> task) {
    try {
      task.await();
      return true;
    } catch (JoinException _) {
      return false;
    }
  }

  /// A future task that locks, adds one and unlocks, a number of times.
  private static final class Increments implements Future<@Nullable Void> {
    private final Mutex<Integer> mutex;
    private int left;
    private Future<MutexGuard<Integer>> lock;

    Increments(Mutex<Integer> mutex, int times) {
      this.mutex = mutex;
      this.left = times;
      this.lock = mutex.lock();
    }

    @Override
    public Poll<@Nullable Void> poll(Context cx) {
      while (lock.poll(cx) instanceof Poll.Ready<MutexGuard<Integer>>(MutexGuard<Integer> guard)) {
        try (guard) {
          guard.set(guard.get() + 1);
        }
        if (--left == 0) {
          return Poll.ready(null);
        }
        lock = mutex.lock();
      }
      return Poll.pending();
    }

    @Override
    public void drop() {
      lock.drop();
    }
  }
}
