package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class SemaphoreTest {

  @Test
  void availablePermits_newSemaphore_isWhatItWasMadeWith() {
    assertThat(new Semaphore(100).availablePermits()).isEqualTo(100);
    assertThat(new Semaphore(0).availablePermits()).isZero();
    assertThat(new Semaphore(Semaphore.MAX_PERMITS).availablePermits()).isEqualTo(Semaphore.MAX_PERMITS);
  }

  @Test
  void tryAcquire_permitsThere_takesOneUntilItIsClosed() {
    var semaphore = new Semaphore(1);

    try (var permit = semaphore.tryAcquire().orElseThrow()) {
      assertThat(permit.numPermits()).isEqualTo(1);
      assertThat(semaphore.availablePermits()).isZero();
      assertThat(semaphore.tryAcquire()).isEmpty();
    }
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void tryAcquireMany_tooFew_takesNone() {
    var semaphore = new Semaphore(3);

    var two = semaphore.tryAcquireMany(2).orElseThrow();

    assertThat(semaphore.tryAcquireMany(2)).isEmpty();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
    two.close();
    assertThat(semaphore.tryAcquireMany(3)).isPresent();
  }

  @Test
  void acquire_noneFree_waitsForAPermitThatIsClosed() {
    var semaphore = new Semaphore(1);
    var held = semaphore.acquire().await();
    var waiting = HandPolled.of(semaphore.acquire());
    assertThat(waiting.isReady()).isFalse();

    held.close();

    assertThat(waiting.wakes()).isEqualTo(1);
    waiting.value().close();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void acquire_noneFree_waitsForAPermitThatIsAdded() {
    var semaphore = new Semaphore(0);
    var waiting = HandPolled.of(semaphore.acquire());
    assertThat(waiting.isReady()).isFalse();

    semaphore.addPermits(1);

    assertThat(waiting.isReady()).isTrue();
  }

  @Test
  void acquireMany_behindOthers_isServedInTurnAndNotPassed() {
    var semaphore = new Semaphore(2);
    var held = semaphore.acquireMany(2).await();
    var many = HandPolled.of(semaphore.acquireMany(3));
    var one = HandPolled.of(semaphore.acquire());
    many.poll();
    one.poll();

    held.close();

    assertThat(many.isReady()).isFalse();
    assertThat(one.isReady()).isFalse();
    assertThat(semaphore.tryAcquire()).isEmpty();
    semaphore.addPermits(2);
    assertThat(many.isReady()).isTrue();
    assertThat(one.isReady()).isTrue();
  }

  @Test
  void acquireMany_none_isReadyAtOnce() {
    var semaphore = new Semaphore(0);
    HandPolled.of(semaphore.acquire()).poll();

    try (var nothing = semaphore.acquireMany(0).await()) {
      assertThat(nothing.numPermits()).isZero();
    }
    assertThat(semaphore.tryAcquireMany(0)).isPresent();
    assertThat(semaphore.availablePermits()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,2", "3,0", "3,2"})
  void addPermits_openAndClosed_areCounted(int size, int added) {
    var open = new Semaphore(size);
    var closed = new Semaphore(size);
    closed.close();

    open.addPermits(added);
    closed.addPermits(added);

    assertThat(open.availablePermits()).isEqualTo(size + added);
    assertThat(closed.availablePermits()).isEqualTo(size + added);
    assertThat(open.isClosed()).isFalse();
    assertThat(closed.isClosed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "0,2,0", "2,3,2", "3,2,2", "3,3,3"})
  void forgetPermits_openAndClosed_takesThoseThatAreFree(int size, int forgotten, int expected) {
    var open = new Semaphore(size);
    var closed = new Semaphore(size);
    closed.close();

    assertThat(open.forgetPermits(forgotten)).isEqualTo(expected);
    assertThat(closed.forgetPermits(forgotten)).isEqualTo(expected);

    assertThat(open.availablePermits()).isEqualTo(size - expected);
    assertThat(closed.availablePermits()).isEqualTo(size - expected);
    assertThat(closed.isClosed()).isTrue();
  }

  @Test
  void forgetPermits_someoneWaits_leavesWhatItHasCollected() {
    var semaphore = new Semaphore(1);
    var waiting = HandPolled.of(semaphore.acquireMany(2));
    waiting.poll();

    assertThat(semaphore.forgetPermits(5)).isZero();
    semaphore.addPermits(1);

    assertThat(waiting.isReady()).isTrue();
  }

  @Test
  void forget_permit_isGoneForGood() {
    var semaphore = new Semaphore(1);
    var permit = semaphore.tryAcquire().orElseThrow();

    permit.forget();
    permit.close();

    assertThat(permit.numPermits()).isZero();
    assertThat(semaphore.availablePermits()).isZero();
  }

  @Test
  void merge_ofTheSameSemaphore_givesBackTogether() {
    var semaphore = new Semaphore(3);
    var one = semaphore.tryAcquire().orElseThrow();
    var two = semaphore.tryAcquireMany(2).orElseThrow();

    one.merge(two);

    assertThat(one.numPermits()).isEqualTo(3);
    assertThat(two.numPermits()).isZero();
    two.close();
    assertThat(semaphore.availablePermits()).isZero();
    one.close();
    assertThat(semaphore.availablePermits()).isEqualTo(3);
  }

  @Test
  void merge_ofAnotherSemaphoreOrItself_isRefused() {
    var semaphore = new Semaphore(1);
    var permit = semaphore.tryAcquire().orElseThrow();
    var other = new Semaphore(1).tryAcquire().orElseThrow();

    assertThatThrownBy(() -> permit.merge(other)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two semaphores");
    assertThatThrownBy(() -> permit.merge(permit)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("itself");
    assertThat(permit.numPermits()).isEqualTo(1);
    assertThat(other.numPermits()).isEqualTo(1);
  }

  @Test
  void merge_beyondTheMaximum_isRefusedAndChangesNothing() {
    var semaphore = new Semaphore(Semaphore.MAX_PERMITS);
    var all = semaphore.tryAcquireMany(Semaphore.MAX_PERMITS).orElseThrow();
    semaphore.addPermits(1);
    var one = semaphore.tryAcquire().orElseThrow();

    assertThatThrownBy(() -> all.merge(one)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("" + Semaphore.MAX_PERMITS);

    assertThat(one.numPermits()).isEqualTo(1);
    assertThat(all.numPermits()).isEqualTo(Semaphore.MAX_PERMITS);
  }

  @Test
  void split_fewerThanThereAre_givesThemBackApart() {
    var semaphore = new Semaphore(5);
    var three = semaphore.tryAcquireMany(3).orElseThrow();

    var one = three.split(1).orElseThrow();

    assertThat(semaphore.availablePermits()).isEqualTo(2);
    assertThat(three.numPermits()).isEqualTo(2);
    assertThat(one.numPermits()).isEqualTo(1);
    var none = three.split(0).orElseThrow();
    assertThat(none.numPermits()).isZero();
    three.close();
    assertThat(semaphore.availablePermits()).isEqualTo(4);
    var last = one.split(1).orElseThrow();
    assertThat(one.numPermits()).isZero();
    assertThat(one.split(1)).isEmpty();
    one.close();
    none.close();
    assertThat(semaphore.availablePermits()).isEqualTo(4);
    last.close();
    assertThat(semaphore.availablePermits()).isEqualTo(5);
  }

  @Test
  void permit_closedTwice_isGivenBackOnce() {
    var semaphore = new Semaphore(2);
    var permit = semaphore.tryAcquireMany(2).orElseThrow();

    permit.close();
    permit.close();

    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  @Test
  void permit_usedAfterItIsOver_isRefused() {
    var semaphore = new Semaphore(3);
    var over = semaphore.tryAcquire().orElseThrow();
    var held = semaphore.tryAcquire().orElseThrow();
    over.close();

    assertThat(over.numPermits()).isZero();
    assertThatThrownBy(() -> over.split(0)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("given back");
    assertThatThrownBy(() -> over.merge(held)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> held.merge(over)).isInstanceOf(IllegalStateException.class);
    assertThat(held.numPermits()).isEqualTo(1);
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  @Test
  void counts_negative_areRefusedByName() {
    var semaphore = new Semaphore(1);
    var permit = semaphore.tryAcquire().orElseThrow();

    assertThatThrownBy(() -> new Semaphore(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    assertThatThrownBy(() -> semaphore.acquireMany(-2)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acquire").hasMessageContaining("-2");
    assertThatThrownBy(() -> semaphore.tryAcquireMany(-3)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-3");
    assertThatThrownBy(() -> semaphore.addPermits(-4)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("add").hasMessageContaining("-4");
    assertThatThrownBy(() -> semaphore.forgetPermits(-5)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("forget").hasMessageContaining("-5");
    assertThatThrownBy(() -> permit.split(-6)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("split").hasMessageContaining("-6");
    assertThat(permit.numPermits()).isEqualTo(1);
    assertThat(semaphore.availablePermits()).isZero();
  }

  @Test
  void addPermits_upToTheMaximum_isAllowedAndBeyondIsRefused() {
    var semaphore = new Semaphore(Semaphore.MAX_PERMITS - 1);

    semaphore.addPermits(1);

    assertThatThrownBy(() -> semaphore.addPermits(1)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("" + Semaphore.MAX_PERMITS);
    assertThatThrownBy(() -> new Semaphore(1).addPermits(Semaphore.MAX_PERMITS))
        .isInstanceOf(IllegalStateException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(Semaphore.MAX_PERMITS);
  }

  @Test
  void addPermits_maximumWhileSomeoneWaits_servesItAndKeepsTheRest() {
    var semaphore = new Semaphore(0);
    var waiting = HandPolled.of(semaphore.acquireMany(2));
    waiting.poll();

    semaphore.addPermits(Semaphore.MAX_PERMITS);

    assertThat(waiting.isReady()).isTrue();
    assertThat(semaphore.availablePermits()).isEqualTo(Semaphore.MAX_PERMITS - 2);
  }

  @Test
  void close_whileSomeWait_refusesThemAndKeepsWhatTheyHadCollected() {
    var semaphore = new Semaphore(1);
    var many = HandPolled.of(semaphore.acquireMany(2));
    var one = HandPolled.of(semaphore.acquire());
    many.poll();
    one.poll();

    semaphore.close();

    assertThat(many.wakes()).isEqualTo(1);
    assertThatThrownBy(many::poll).isInstanceOf(SemaphoreClosedException.class);
    assertThatThrownBy(one::poll).isInstanceOf(SemaphoreClosedException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void acquire_afterClose_isRefusedThoughPermitsAreFree() {
    var semaphore = new Semaphore(2);
    var held = semaphore.tryAcquire().orElseThrow();

    semaphore.close();
    semaphore.close();

    assertThatThrownBy(() -> semaphore.acquire().await()).isInstanceOf(SemaphoreClosedException.class);
    assertThatThrownBy(() -> semaphore.acquireMany(0).await()).isInstanceOf(SemaphoreClosedException.class);
    assertThatThrownBy(semaphore::tryAcquire).isInstanceOf(SemaphoreClosedException.class);
    held.close();
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  @Test
  void close_afterAPermitWasHandedOver_leavesItToItsWaiter() {
    var semaphore = new Semaphore(0);
    var waiting = HandPolled.of(semaphore.acquire());
    waiting.poll();
    semaphore.addPermits(1);

    semaphore.close();

    assertThat(waiting.value().numPermits()).isEqualTo(1);
  }

  @Test
  void drop_whileWaiting_passesOnWhatItHadCollected() {
    var semaphore = new Semaphore(1);
    var many = HandPolled.of(semaphore.acquireMany(3));
    var one = HandPolled.of(semaphore.acquire());
    many.poll();
    one.poll();

    many.drop();

    assertThat(one.wakes()).isEqualTo(1);
    assertThat(one.isReady()).isTrue();
  }

  @Test
  void drop_beforePollOrAfterItWasServed_losesNoPermit() {
    var semaphore = new Semaphore(1);
    HandPolled.of(semaphore.acquire()).drop();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
    var held = semaphore.tryAcquire().orElseThrow();
    var served = HandPolled.of(semaphore.acquire());
    served.poll();
    held.close();

    served.drop();

    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void acquire_polledAfterItWasOver_isAnErrorThatNamesIt() {
    var semaphore = new Semaphore(2);
    var acquire = HandPolled.of(semaphore.acquire());
    acquire.value();

    assertThatThrownBy(acquire::poll).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Semaphore::acquire");
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void await_onPlatformThread_blocksUntilAPermitComes() throws Exception {
    var semaphore = new Semaphore(0);
    var served = new CountDownLatch(1);
    var thread = Thread.ofPlatform().start(() -> {
      semaphore.acquireMany(2).await().close();
      served.countDown();
    });

    semaphore.addPermits(1);
    semaphore.addPermits(1);

    assertThat(served.await(10, TimeUnit.SECONDS)).isTrue();
    thread.join();
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }

  @Test
  void await_interrupted_leavesThePermitsToOthers() throws Exception {
    var semaphore = new Semaphore(0);
    var refused = new AtomicReference<Throwable>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        semaphore.acquire().await();
      } catch (CancelledException e) {
        refused.set(e);
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();
    thread.join();
    semaphore.addPermits(1);

    assertThat(refused.get()).isNotNull();
    assertThat(semaphore.tryAcquire()).isPresent();
  }

  @Test
  void acquire_manyThreadsSomeInterrupted_neverMoreThanThePermits() throws Exception {
    var semaphore = new Semaphore(5);
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < 1_000; t++) {
        int wanted = 1 + t % 3;
        done.add(threads.submit(() -> {
          try (var permit = semaphore.acquireMany(wanted).await()) {
            most.accumulateAndGet(inside.addAndGet(permit.numPermits()), Math::max);
            Thread.yield();
            inside.addAndGet(-permit.numPermits());
          }
        }));
      }
      var victims = new ArrayList<Thread>();
      for (int v = 0; v < 100; v++) {
        victims.add(Thread.startVirtualThread(() -> {
          try (var permit = semaphore.acquireMany(2).await()) {
            assertThat(permit.numPermits()).isEqualTo(2);
          } catch (CancelledException e) {
            assertThat(e).hasMessageContaining("interrupted");
          }
        }));
      }
      victims.forEach(Thread::interrupt);
      for (var victim : victims) {
        victim.join();
      }
    }
    for (var thread : done) {
      thread.get(10, TimeUnit.SECONDS);
    }

    assertThat(most.get()).isBetween(1, 5);
    assertThat(semaphore.availablePermits()).isEqualTo(5);
  }
}
