package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.resource.ResourceLog;
import dev.kioto.resource.ResourceLog.Edge;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an observer learns of locks and their like: how they are, who waits, and for whom.
@Timeout(60)
class LocksProbeTest {
  private final ResourceLog probe = new ResourceLog();
  private final Runtime runtime = Runtime.builder().workerThreads(2).probe(probe).build();
  private final SetOnce<String> release = new SetOnce<>();

  @AfterEach
  void shutDown() {
    release.set("now");
    runtime.close();
  }

  /// A direct task that gets a guard and holds it until the release.
  @SuppressWarnings("try") // the guards throw nothing
  private <G extends AutoCloseable> JoinHandle<?> holder(Supplier<Future<G>> acquire) {
    var held = new SetOnce<String>();
    var task = runtime.spawn(() -> {
      try (var guard = acquire.get().await()) {
        held.set("held by " + guard);
        release.waitUntilSet().await();
      }
      return "";
    });
    held.waitUntilSet().await();
    return task;
  }

  /// A future task that waits for a guard, and closes it when it comes.
  @SuppressWarnings("try") // the guards throw nothing
  private <G extends AutoCloseable> JoinHandle<?> waiter(Future<G> acquire) {
    return runtime.spawn(Futures.map(acquire, guard -> {
      try (guard) {
        return "";
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }));
  }

  private void expectEdge(JoinHandle<?> waiter, String source, String resource, JoinHandle<?>... holders) {
    var ids = Arrays.stream(holders).map(JoinHandle::id).sorted().toList();
    await().untilAsserted(() -> assertThat(probe.edges()).contains(new Edge(waiter.id(), source, resource, ids)));
  }

  private void endAll(JoinHandle<?>... tasks) {
    release.set("now");
    for (var task : tasks) {
      task.await();
    }
  }

  @Test
  void mutex_oneHoldsAndOneWaits_givesTheEdge() {
    var mutex = new Mutex<>("value");
    var holder = holder(mutex::lock);
    var waiter = waiter(mutex.lock());

    expectEdge(waiter, "Mutex::lock", "Mutex", holder);
    assertThat(probe.state("Mutex")).isEqualTo("locked=true");
    assertThat(probe.operation("Mutex::lock")).isEqualTo("permits_requested=1 permits_obtained=0");

    endAll(holder, waiter);
    assertThat(probe.state("Mutex")).isEqualTo("locked=false");
    assertThat(probe.owners("Mutex")).isEmpty();
    assertThat(probe.edges()).noneMatch(edge -> edge.resource().equals("Mutex"));
  }

  @Test
  void mutex_guardOfAPart_isStillOwned() {
    var mutex = new Mutex<>("value");
    var holder = holder(() -> Futures.map(mutex.lock(), guard -> guard.map(String::length)));
    var waiter = waiter(mutex.lock());

    expectEdge(waiter, "Mutex::lock", "Mutex", holder);
    endAll(holder, waiter);
  }

  @Test
  void mutex_ownerAborted_hasNoOwnerAndGoesOn() {
    var mutex = new Mutex<>("value");
    var holder = holder(mutex::lock);
    var waiter = waiter(mutex.lock());
    expectEdge(waiter, "Mutex::lock", "Mutex", holder);

    holder.abort();

    waiter.await();
    assertThat(probe.owners("Mutex")).isEmpty();
    assertThat(mutex.isLocked()).isFalse();
  }

  @Test
  void rwLock_oneWrites_givesTheEdgeToTheWriter() {
    var lock = new RwLock<>("value");
    var writer = holder(lock::write);
    var reader = waiter(lock.read());

    expectEdge(reader, "RwLock::read", "RwLock", writer);
    assertThat(probe.state("RwLock"))
        .isEqualTo("max_readers=" + RwLock.MAX_READERS + " write_locked=true current_readers=0");
    endAll(writer, reader);
    assertThat(probe.owners("RwLock")).isEmpty();
  }

  @Test
  void rwLock_twoRead_givesTheEdgeToBoth() {
    var lock = RwLock.withMaxReaders("value", 10);
    var one = holder(lock::read);
    var other = holder(() -> Futures.map(lock.read(), guard -> guard.map(String::length)));
    var writer = waiter(lock.write());

    expectEdge(writer, "RwLock::write", "RwLock", one, other);
    assertThat(probe.state("RwLock")).isEqualTo("max_readers=10 write_locked=false current_readers=2");
    assertThat(probe.operation("RwLock::write")).isEqualTo("permits_requested=10 permits_obtained=8");
    endAll(one, other, writer);
    assertThat(probe.owners("RwLock")).isEmpty();
    assertThat(probe.state("RwLock")).isEqualTo("max_readers=10 write_locked=false current_readers=0");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, RwLock.MAX_READERS})
  void rwLock_writeGuardThatIsOnItsWay_isNoReaders(int maxReaders) {
    var lock = RwLock.withMaxReaders("value", maxReaders);
    runtime.blockOn(() -> {
      var reader = lock.read().await();
      var write = HandPolled.of(lock.write());
      assertThat(write.isReady()).isFalse();
      reader.close();
      assertThat(write.wakes()).isOne();
      assertThat(probe.state("RwLock")).endsWith("write_locked=true current_readers=0");
      write.value().close();
      assertThat(probe.state("RwLock")).endsWith("write_locked=false current_readers=0");
      return "";
    });
  }

  @Test
  void rwLock_asManyReadersAsThereMayBe_areReaders() {
    var lock = RwLock.withMaxReaders("value", 2);
    var one = holder(lock::read);
    var two = holder(lock::read);
    assertThat(probe.state("RwLock")).endsWith("write_locked=false current_readers=2");
    endAll(one, two);
  }

  @Test
  void rwLock_downgraded_isHeldByAReader() {
    var lock = new RwLock<>("value");
    var reader = holder(() -> Futures.map(lock.write(), RwLockWriteGuard::downgrade));
    var writer = waiter(lock.write());

    expectEdge(writer, "RwLock::write", "RwLock", reader);
    assertThat(probe.state("RwLock")).endsWith("write_locked=false current_readers=1");
    endAll(reader, writer);
  }

  @Test
  void semaphore_severalHold_givesTheEdgeToAll() {
    var semaphore = new Semaphore(4);
    var one = holder(semaphore::acquire);
    var two = holder(() -> semaphore.acquireMany(2));
    var waiter = waiter(semaphore.acquireMany(3));

    expectEdge(waiter, "Semaphore::acquire_many", "Semaphore", one, two);
    assertThat(probe.state("Semaphore")).isEqualTo("permits=0 closed=false");
    assertThat(probe.operation("Semaphore::acquire_many")).isEqualTo("permits_requested=3 permits_obtained=1");
    endAll(one, two, waiter);
    assertThat(probe.owners("Semaphore")).isEmpty();
    assertThat(probe.state("Semaphore")).isEqualTo("permits=4 closed=false");
    assertThat(probe.lines()).contains("ended Semaphore::acquire", "ended Semaphore::acquire_many");
  }

  @Test
  void semaphore_permitsForgottenAndMerged_areHeldByNobody() {
    var semaphore = new Semaphore(4);
    runtime.blockOn(() -> {
      runtime.spawn(() -> {
        semaphore.acquire().await().forget();
        var permit = semaphore.acquire().await();
        permit.merge(semaphore.tryAcquire().orElseThrow());
        permit.split(1).orElseThrow().close();
        permit.close();
        return "";
      }).await();
      return "";
    });

    assertThat(probe.owners("Semaphore")).isEmpty();
    assertThat(probe.state("Semaphore")).isEqualTo("permits=3 closed=false");
  }

  @Test
  void onceCell_oneMakesTheValue_givesTheEdge() {
    var cell = new OnceCell<String>();
    var maker = runtime.spawn(cell.getOrInit(release::waitUntilSet));
    await().until(() -> cell.initializerTaskId() == maker.id());
    var waiter = runtime.spawn(cell.getOrInit(() -> Futures.ready("other")));

    expectEdge(waiter, "OnceCell::get_or_init", "OnceCell", maker);
    assertThat(probe.state("OnceCell")).isEqualTo("initialized=false initializing=true");
    release.set("value");
    assertThat(maker.await()).isEqualTo("value");
    assertThat(waiter.await()).isEqualTo("value");
    assertThat(probe.state("OnceCell")).isEqualTo("initialized=true initializing=false");
    assertThat(probe.owners("OnceCell")).isEmpty();
  }

  @Test
  void barrier_oneHasArrived_saysOfHowMany() {
    var barrier = new Barrier(2);
    var first = runtime.spawn(barrier.waitForAll());

    await().untilAsserted(() -> assertThat(probe.operation("Barrier::wait")).isEqualTo("arrived=true is_leader=false"));
    assertThat(probe.state("Barrier")).isEqualTo("size=2 arrived=1");
    assertThat(runtime.spawn(barrier.waitForAll()).await().isLeader()).isTrue();
    first.await();
    assertThat(probe.state("Barrier")).isEqualTo("size=2 arrived=0");
    assertThat(probe.state("Notify")).as("a part of the barrier").isEqualTo("0 of type Notify");
  }

  @Test
  void notify_oneWaits_saysSo() {
    var notify = new Notify();
    var waiter = runtime.<@Nullable Void>spawn(notify.notified());

    await().untilAsserted(() -> assertThat(probe.operation("Notify::notified")).isEmpty());
    assertThat(probe.state("Notify")).isEqualTo("notified=false waiting=true");
    notify.notifyOne();
    waiter.await();
    notify.notifyOne();
    assertThat(probe.state("Notify")).isEqualTo("notified=true waiting=false");
  }

  @Test
  void setOnce_oneWaits_saysSo() {
    var waiter = runtime.spawn(release.waitUntilSet());

    await().untilAsserted(() -> assertThat(probe.operation("SetOnce::wait")).isEmpty());
    assertThat(probe.state("SetOnce")).isEqualTo("set=false");
    release.set("now");
    assertThat(waiter.await()).isEqualTo("now");
    assertThat(probe.state("SetOnce")).isEqualTo("set=true");
  }

  @Test
  void waits_describedInADump_nameWhoHolds() {
    var mutex = new Mutex<>("value");
    var holder = holder(mutex::lock);
    var lock = mutex.lock();
    var waiter = waiter(lock);
    expectEdge(waiter, "Mutex::lock", "Mutex", holder);

    var told = AwaitTrace.of(lock);

    assertThat(told.taskId()).isEqualTo(holder.id());
    assertThat(told.detail()).contains("mutex").contains("" + holder.id());
    endAll(holder, waiter);
  }
}
