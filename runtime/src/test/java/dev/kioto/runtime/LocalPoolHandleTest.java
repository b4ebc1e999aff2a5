package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.sync.Oneshot;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class LocalPoolHandleTest {

  private static Future<String> threadName() {
    return Futures.then(Task.yieldNow(), _ -> Futures.ready(Thread.currentThread().getName()));
  }

  @Test
  void futures_staySpreadOverTheThreads_eachOnItsOwn() {
    try (var pool = new LocalPoolHandle(3)) {
      var release = new ArrayList<Oneshot.Sender<Integer>>();
      var tasks = new ArrayList<JoinHandle<String>>();
      for (int i = 0; i < 3; i++) {
        Oneshot.Channel<Integer> gate = Oneshot.channel();
        release.add(gate.sender());
        tasks.add(pool.spawnPinned(() -> {
          String made = Thread.currentThread().getName();
          return Futures.map(gate.receiver(), _ -> made + "=" + Thread.currentThread().getName());
        }));
        assertThat(pool.taskLoad(i)).isEqualTo(1);
      }
      release.forEach(sender -> sender.send(1));
      var names = new HashSet<String>();
      for (var task : tasks) {
        var parts = task.await().split("=", 2);
        assertThat(parts[1]).isEqualTo(parts[0]);
        names.add(parts[0]);
      }
      assertThat(names).hasSize(3);
      await().until(() -> pool.taskLoad(0) + pool.taskLoad(1) + pool.taskLoad(2) == 0);
    }
  }

  @Test
  void spawnPinnedByIndex_takesThatThread() {
    try (var pool = new LocalPoolHandle(2)) {
      assertThat(pool.spawnPinnedByIndex(LocalPoolHandleTest::threadName, 1).await()).isEqualTo("kioto-local-1");
      assertThat(pool.threadCount()).isEqualTo(2);
      assertThatThrownBy(() -> pool.spawnPinnedByIndex(LocalPoolHandleTest::threadName, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void task_thatFailsOrIsAborted_isNotCountedAnyMore() {
    try (var pool = new LocalPoolHandle(1)) {
      var failed = pool.spawnPinned(() -> {
        throw new IllegalStateException("no");
      });
      assertThatThrownBy(failed::await).hasRootCauseMessage("no");
      var aborted = pool.spawnPinned(() -> Futures.<Integer>pending());
      aborted.abort();
      assertThatThrownBy(aborted::await).hasRootCauseInstanceOf(CancelledException.class);
      await().until(() -> pool.taskLoad(0) == 0);
    }
  }

  @Test
  void close_endsWhatRuns_andRefusesWhatComes() {
    var pool = new LocalPoolHandle(1);
    var waiting = pool.spawnPinned(() -> Futures.<Integer>pending());
    pool.close();
    pool.close();
    assertThatThrownBy(waiting::await).hasRootCauseInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> pool.spawnPinned(LocalPoolHandleTest::threadName).await())
        .hasRootCauseInstanceOf(CancelledException.class);
  }

  @Test
  void pool_withoutThreads_isRefused() {
    assertThatThrownBy(() -> new LocalPoolHandle(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }
}
