package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RwLockTest {
  private final RwLock<Integer> lock = new RwLock<>(100);

  @Test
  void read_twice_isShared() {
    try (var one = lock.read().await(); var other = lock.read().await()) {
      assertThat(one.get()).isEqualTo(100);
      assertThat(other.get()).isEqualTo(100);
    }
  }

  @Test
  void write_free_changesTheValue() {
    try (var guard = lock.write().await()) {
      guard.set(guard.get() + 50);
      assertThat(guard.get()).isEqualTo(150);
    }
    try (var guard = lock.read().await()) {
      assertThat(guard.get()).isEqualTo(150);
    }
  }

  @Test
  void write_whileRead_waitsForTheLastReader() {
    var one = lock.read().await();
    var other = lock.read().await();
    var write = HandPolled.of(lock.write());
    assertThat(write.isReady()).isFalse();

    one.close();
    assertThat(write.isReady()).isFalse();
    other.close();

    assertThat(write.wakes()).isEqualTo(1);
    assertThat(write.isReady()).isTrue();
  }

  @Test
  void readAndWrite_whileWritten_wait() {
    var writer = lock.write().await();
    var read = HandPolled.of(lock.read());
    var write = HandPolled.of(lock.write());
    assertThat(read.isReady()).isFalse();
    assertThat(write.isReady()).isFalse();

    writer.close();

    assertThat(read.wakes()).isEqualTo(1);
    assertThat(write.wakes()).isZero();
    read.value().close();
    assertThat(write.isReady()).isTrue();
  }

  @Test
  void read_behindAWriteThatWaits_doesNotGetPastIt() {
    var reader = lock.read().await();
    var write = HandPolled.of(lock.write());
    write.poll();
    var read = HandPolled.of(lock.read());

    assertThat(read.isReady()).isFalse();
    assertThat(lock.tryRead()).isEmpty();
    reader.close();
    assertThat(read.isReady()).isFalse();
    write.value().close();
    assertThat(read.isReady()).isTrue();
  }

  @Test
  void write_droppedWhileItWaits_letsTheReadersBehindItGo() {
    var reader = lock.read().await();
    var write = HandPolled.of(lock.write());
    write.poll();
    var read = HandPolled.of(lock.read());
    read.poll();

    write.drop();

    assertThat(read.wakes()).isEqualTo(1);
    assertThat(read.isReady()).isTrue();
    assertThat(reader.get()).isEqualTo(100);
  }

  @Test
  void write_droppedAfterItWasServed_passesTheLockOn() {
    var reader = lock.read().await();
    var write = HandPolled.of(lock.write());
    write.poll();
    var next = HandPolled.of(lock.write());
    next.poll();
    reader.close();

    write.drop();

    assertThat(next.wakes()).isEqualTo(1);
    next.value().close();
    assertThat(lock.tryWrite()).isPresent();
  }

  @Test
  void read_droppedAfterItWasServed_passesTheLockOn() {
    var writer = lock.write().await();
    var read = HandPolled.of(lock.read());
    read.poll();
    var next = HandPolled.of(lock.write());
    next.poll();
    writer.close();

    read.drop();

    assertThat(next.isReady()).isTrue();
  }

  @Test
  void write_severalWait_areServedInTheOrderOfFirstPolls() {
    var values = new RwLock<List<Integer>>(List.of());
    var holder = values.write().await();
    var second = HandPolled.of(values.write());
    var first = HandPolled.of(values.write());
    first.poll();
    second.poll();

    holder.close();

    assertThat(second.isReady()).isFalse();
    first.value().close();
    assertThat(second.isReady()).isTrue();
  }

  @Test
  void tryRead_tryWrite_neverWait() {
    var reader = lock.tryRead().orElseThrow();
    assertThat(lock.tryRead()).isPresent().get().satisfies(RwLockReadGuard::close);
    assertThat(lock.tryWrite()).isEmpty();
    reader.close();

    try (var writer = lock.tryWrite().orElseThrow()) {
      writer.set(1515);
      assertThat(lock.tryRead()).isEmpty();
      assertThat(lock.tryWrite()).isEmpty();
    }

    assertThat(lock.tryRead().orElseThrow().get()).isEqualTo(1515);
  }

  @Test
  void withMaxReaders_allAreReading_theNextWaitsForOne() {
    var small = RwLock.withMaxReaders(100, 1024);
    var readers = new ArrayList<RwLockReadGuard<Integer>>();
    for (int i = 0; i < 1024; i++) {
      readers.add(HandPolled.of(small.read()).value());
    }
    var next = HandPolled.of(small.read());
    assertThat(next.isReady()).isFalse();

    readers.getLast().close();

    assertThat(next.wakes()).isEqualTo(1);
    assertThat(next.isReady()).isTrue();
  }

  @Test
  void withMaxReaders_outOfRange_isRefusedWithTheRange() {
    for (int bad : new int[] {0, -1, RwLock.MAX_READERS + 1, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> RwLock.withMaxReaders(100, bad)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("" + bad).hasMessageContaining("" + RwLock.MAX_READERS);
    }
    assertThat(RwLock.withMaxReaders(100, RwLock.MAX_READERS).tryWrite()).isPresent();
    assertThat(RwLock.withMaxReaders(100, 1).tryRead()).isPresent();
  }

  @Test
  void downgrade_othersWait_letsReadersInAndKeepsWritersOut() {
    var writer = lock.write().await();
    writer.set(1);
    var read = HandPolled.of(lock.read());
    var write = HandPolled.of(lock.write());
    read.poll();
    write.poll();

    var reader = writer.downgrade();

    assertThat(reader.get()).isEqualTo(1);
    assertThat(read.isReady()).isTrue();
    assertThat(write.isReady()).isFalse();
    assertThatThrownBy(writer::get).isInstanceOf(IllegalStateException.class);
    writer.close();
    assertThat(lock.tryWrite()).isEmpty();
  }

  @Test
  void downgrade_ofAClosedGuard_isRefused() {
    var writer = lock.write().await();
    writer.close();

    assertThatThrownBy(writer::downgrade).isInstanceOf(IllegalStateException.class);
    assertThat(lock.tryWrite()).isPresent();
  }

  @Test
  void guards_closedTwice_unlockOnce() {
    var reader = lock.read().await();
    var other = lock.read().await();
    reader.close();
    reader.close();
    assertThat(lock.tryWrite()).isEmpty();
    other.close();
    var writer = lock.write().await();
    writer.close();
    var next = lock.read().await();

    writer.close();

    assertThat(lock.tryWrite()).isEmpty();
    assertThat(next.get()).isEqualTo(100);
  }

  @Test
  void guards_afterClose_refuseTheValue() {
    var reader = lock.read().await();
    reader.close();
    var writer = lock.write().await();
    writer.close();

    assertThatThrownBy(reader::get).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    assertThatThrownBy(writer::get).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.set(1)).isInstanceOf(IllegalStateException.class);
    assertThat(lock.tryRead().orElseThrow().get()).isEqualTo(100);
  }

  @Test
  void map_readAndWriteGuards_holdTheLockUntilTheMappedOneIsClosed() {
    try (var text = lock.read().await().map(value -> "is " + value)) {
      assertThat(text.get()).isEqualTo("is 100");
      assertThat(lock.tryWrite()).isEmpty();
    }
    try (var text = lock.write().await().map(value -> "is " + value)) {
      assertThat(text.get()).isEqualTo("is 100");
      assertThat(lock.tryRead()).isEmpty();
    }
    assertThat(lock.tryWrite()).isPresent();
  }

  @Test
  void tryMap_noSuchPart_leavesTheGuardAsItWas() {
    try (var writer = lock.write().await()) {
      assertThat(writer.tryMap(_ -> null)).isEmpty();
      assertThat(writer.get()).isEqualTo(100);
    }
    assertThat(lock.tryWrite()).isPresent();
  }

  @Test
  void await_interrupted_leavesTheLockToOthers() throws Exception {
    var reader = lock.read().await();
    var refused = new AtomicReference<Throwable>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        lock.write().await();
      } catch (CancelledException e) {
        refused.set(e);
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();
    thread.join();

    assertThat(refused.get()).isNotNull();
    assertThat(lock.tryRead()).isPresent();
    assertThat(reader.get()).isEqualTo(100);
  }

  @Test
  void await_onPlatformThread_blocksUntilTheWriterIsDone() throws Exception {
    var writer = lock.write().await();
    var seen = new AtomicReference<Integer>();
    var done = new CountDownLatch(1);
    Thread.ofPlatform().start(() -> {
      try (var reader = lock.read().await()) {
        seen.set(reader.get());
      }
      done.countDown();
    });

    writer.set(7);
    writer.close();

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(seen.get()).isEqualTo(7);
  }

  @Test
  void writesAndReads_manyThreads_areOneByOneAndConsistent() throws Exception {
    var pair = new RwLock<>(new int[] {0, 0});
    var done = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 4; t++) {
        done.add(threads.submit(() -> increments(pair, 500)));
        done.add(threads.submit(() -> looks(pair, 500)));
      }
    }
    for (var thread : done) {
      thread.get(10, TimeUnit.SECONDS);
    }

    assertThat(pair.tryRead().orElseThrow().get()).containsExactly(2_000, 2_000);
  }

  private static void increments(RwLock<int[]> pair, int times) {
    for (int i = 0; i < times; i++) {
      try (var guard = pair.write().await()) {
        int[] old = guard.get();
        guard.set(new int[] {old[0] + 1, old[1] + 1});
      }
    }
  }

  private static void looks(RwLock<int[]> pair, int times) {
    for (int i = 0; i < times; i++) {
      try (var guard = pair.read().await()) {
        int[] seen = guard.get();
        assertThat(seen[0]).isEqualTo(seen[1]);
      }
    }
  }
}
