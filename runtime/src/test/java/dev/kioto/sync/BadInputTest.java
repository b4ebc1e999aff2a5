package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.BadInput;
import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What locks and channels refuse, and what their messages say of it; and what they take that looks wrong.
@Timeout(60)
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // nulls are passed on purpose, as code that is not checked can do
final class BadInputTest {

  @ParameterizedTest
  @MethodSource({"sizes", "states", "nulls"})
  void badInput_isRefusedByAMessageThatSaysWhatWouldBeRight(BadInput input) {
    input.assertRefused();
  }

  static Stream<BadInput> sizes() {
    var semaphore = new Semaphore(1);
    var channel = Mpsc.<String>channel(3);
    var full = new Semaphore(Semaphore.MAX_PERMITS);
    return Stream.of(
        BadInput.argument("negative permits", () -> new Semaphore(-1), "permits", "negative", "-1"),
        BadInput.argument("acquire negative", () -> semaphore.acquireMany(-2), "negative", "-2"),
        BadInput.argument("try to acquire negative", () -> semaphore.tryAcquireMany(-2), "negative", "-2"),
        BadInput.argument("add negative", () -> semaphore.addPermits(-3), "negative", "-3"),
        BadInput.argument("forget negative", () -> semaphore.forgetPermits(-4), "negative", "-4"),
        BadInput.argument("split off negative", () -> semaphore.tryAcquireMany(0).orElseThrow().split(-5), "negative",
            "-5"),
        BadInput.state("more permits than can be", () -> full.addPermits(1), "at most " + Semaphore.MAX_PERMITS,
            "1 more"),
        BadInput.argument("no reader", () -> RwLock.withMaxReaders("", 0), "from 1 to " + RwLock.MAX_READERS, "was 0"),
        BadInput.argument("more readers than can be", () -> RwLock.withMaxReaders("", RwLock.MAX_READERS + 1),
            "from 1 to " + RwLock.MAX_READERS, "was " + (RwLock.MAX_READERS + 1)),
        BadInput.argument("a barrier of fewer than none", () -> new Barrier(-1), "negative", "-1"),
        BadInput.argument("a channel of no place", () -> Mpsc.channel(0), "at least 1", "was 0"),
        BadInput.argument("a channel of fewer places than none", () -> Mpsc.channel(-7), "at least 1", "was -7"),
        BadInput.argument("reserve negative", () -> channel.sender().reserveMany(-1), "0 to 3", "was -1"),
        BadInput.argument("reserve more than there are", () -> channel.sender().reserveMany(4), "0 to 3", "was 4"),
        BadInput.argument("try to reserve more than there are", () -> channel.sender().tryReserveMany(4), "0 to 3",
            "was 4"),
        BadInput.argument("receive none", () -> channel.receiver().recvMany(new ArrayList<>(), 0), "at least 1",
            "was 0"),
        BadInput.argument("a broadcast of no place", () -> Broadcast.channel(0), "at least 1", "was 0"),
        BadInput.argument("a broadcast of more places than can be", () -> Broadcast.sender(Broadcast.MAX_CAPACITY + 1),
            "at most " + Broadcast.MAX_CAPACITY, "was " + (Broadcast.MAX_CAPACITY + 1)));
  }

  static Stream<BadInput> states() {
    return Stream.of(
        BadInput.state("a guard after its close", () -> {
          var guard = new Mutex<>("").tryLock().orElseThrow();
          guard.close();
          guard.get();
        }, "closed", "lock again"),
        BadInput.state("a guard whose place another took", () -> {
          var guard = new Mutex<>("").tryLock().orElseThrow();
          guard.map(String::length);
          guard.set("");
        }, "another took its place", "lock again"),
        BadInput.state("a write guard after it was downgraded", () -> {
          var guard = new RwLock<>("").tryWrite().orElseThrow();
          guard.downgrade();
          guard.downgrade();
        }, "closed", "lock again"),
        BadInput.state("a permit after its close", () -> {
          var permit = new Semaphore(1).tryAcquire().orElseThrow();
          permit.close();
          permit.split(0);
        }, "given back", "acquire again"),
        BadInput.argument("a permit merged with itself", () -> {
          var permit = new Semaphore(1).tryAcquire().orElseThrow();
          permit.merge(permit);
        }, "itself", "another one of the same semaphore"),
        BadInput.argument("permits of two semaphores", () -> new Semaphore(1).tryAcquire().orElseThrow()
            .merge(new Semaphore(1).tryAcquire().orElseThrow()), "two semaphores", "of the same"),
        BadInput.state("more permits in one object than can be", () -> {
          var semaphore = new Semaphore(Semaphore.MAX_PERMITS);
          var all = semaphore.tryAcquireMany(Semaphore.MAX_PERMITS).orElseThrow();
          semaphore.addPermits(1);
          all.merge(semaphore.tryAcquire().orElseThrow());
        }, "at most " + Semaphore.MAX_PERMITS, "2147483648"),
        new BadInput("permits of a closed semaphore", SemaphoreClosedException.class, () -> {
          var semaphore = new Semaphore(1);
          semaphore.close();
          semaphore.tryAcquire();
        }, "closed"),
        BadInput.state("a place that was not reserved", () -> {
          var permit = Mpsc.<String>channel(1).sender().tryReserve().orElseThrow();
          permit.send("one");
          permit.send("two");
        }, "no place is left", "reserve again"),
        BadInput.state("a copy of a sender that is closed", () -> {
          var sender = Mpsc.<String>channel(1).sender();
          sender.close();
          sender.copy();
        }, "after it was closed", "before"),
        BadInput.state("a subscription by a sender that is closed", () -> {
          var sender = Broadcast.<String>sender(1);
          sender.close();
          sender.subscribe();
        }, "after it was closed", "before"),
        new BadInput("a broadcast by a sender that is closed", ChannelClosedException.class, () -> {
          var channel = Broadcast.<String>channel(1);
          channel.sender().close();
          channel.sender().send("");
        }, "this sender", "closed"),
        new BadInput("a value by a sender that is closed", ChannelClosedException.class, () -> {
          var channel = Watch.channel("");
          channel.sender().close();
          channel.sender().send("");
        }, "this sender", "closed"),
        new BadInput("a value for nobody", ChannelClosedException.class, () -> Watch.sender("").send(""),
            "no receiver"),
        BadInput.state("a copy of a receiver that is closed", () -> {
          var receiver = Watch.channel("").receiver();
          receiver.close();
          receiver.copy();
        }, "after it was closed", "before"),
        BadInput.state("two values by one oneshot", () -> {
          var sender = Oneshot.<String>channel().sender();
          sender.send("one");
          sender.send("two");
        }, "one value", "a channel for each"),
        BadInput.state("a oneshot received twice", () -> {
          var channel = Oneshot.<String>channel();
          channel.sender().send("one");
          channel.receiver().await();
          channel.receiver().await();
        }, "received once"));
  }

  static Stream<BadInput> nulls() {
    var bounded = Mpsc.<String>channel(1);
    var unbounded = Mpsc.<String>unbounded();
    var broadcast = Broadcast.<String>channel(1);
    var watch = Watch.channel("");
    return Stream.of(
        BadInput.ofNull("message", () -> bounded.sender().send(null)),
        BadInput.ofNull("message", () -> bounded.sender().trySend(null)),
        BadInput.ofNull("message", () -> bounded.sender().tryReserve().orElseThrow().send(null)),
        BadInput.ofNull("message", () -> unbounded.sender().send(null)),
        BadInput.ofNull("buffer", () -> bounded.receiver().recvMany(null, 1)),
        BadInput.ofNull("message", () -> broadcast.sender().send(null)),
        BadInput.ofNull("message", () -> broadcast.sender().trySend(null)),
        BadInput.ofNull("initial", () -> Watch.channel(null)),
        BadInput.ofNull("value", () -> watch.sender().send(null)),
        BadInput.ofNull("value", () -> watch.sender().sendReplace(null)),
        BadInput.ofNull("modifier", () -> watch.sender().sendModify(_ -> null)),
        BadInput.ofNull("predicate", () -> watch.receiver().waitFor(null)),
        BadInput.ofNull("value", () -> SetOnce.of(null)),
        BadInput.ofNull("value", () -> new OnceCell<String>().set(null)),
        BadInput.ofNull("initializer", () -> new OnceCell<String>().getOrInit(null)),
        BadInput.ofNull("initializer", () -> new OnceCell<String>().getOrInit(() -> null).await()));
  }

  // --- closing again ---

  @Test
  void everyGuard_closedTwiceWhileAnotherHolds_takesNothingFromIt() {
    var mutex = new Mutex<>("");
    var lock = new RwLock<>("");
    var semaphore = new Semaphore(1);
    assertClosesOnce(() -> mutex.tryLock().orElseThrow(), mutex::tryLock);
    assertClosesOnce(() -> mutex.tryLock().orElseThrow().map(String::length), mutex::tryLock);
    assertClosesOnce(() -> lock.tryWrite().orElseThrow(), lock::tryRead);
    assertClosesOnce(() -> lock.tryRead().orElseThrow(), lock::tryWrite);
    assertClosesOnce(() -> lock.tryWrite().orElseThrow().downgrade(), lock::tryWrite);
    assertClosesOnce(() -> semaphore.tryAcquire().orElseThrow(), semaphore::tryAcquire);
  }

  private static void assertClosesOnce(Supplier<AutoCloseable> acquire,
      Supplier<? extends Optional<? extends AutoCloseable>> rival) {
    try {
      var first = acquire.get();
      first.close();
      var second = acquire.get();
      first.close();
      assertThat(rival.get()).as("%s", second).isEmpty();
      second.close();
      rival.get().orElseThrow().close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyHandle_closedTwice_isCountedOnce() {
    var bounded = Mpsc.<String>channel(2);
    closeTwice(bounded.sender().copy(), bounded.sender().downgrade(), bounded.sender().tryReserve().orElseThrow());
    assertThat(bounded.receiver().senderStrongCount()).isEqualTo(1);
    assertThat(bounded.receiver().senderWeakCount()).isZero();
    assertThat(bounded.sender().capacity()).isEqualTo(2);
    var broadcast = Broadcast.<String>channel(2);
    closeTwice(broadcast.sender().copy(), broadcast.sender().downgrade(), broadcast.sender().subscribe());
    assertThat(broadcast.sender().strongCount()).isEqualTo(1);
    assertThat(broadcast.sender().weakCount()).isZero();
    assertThat(broadcast.sender().receiverCount()).isEqualTo(1);
    var watch = Watch.channel("");
    closeTwice(watch.sender().copy(), watch.sender().subscribe());
    assertThat(watch.sender().senderCount()).isEqualTo(1);
    assertThat(watch.sender().receiverCount()).isEqualTo(1);
  }

  private static void closeTwice(AutoCloseable... handles) {
    Arrays.stream(handles).forEach(handle -> {
      try {
        handle.close();
        handle.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
  }

  // --- after the close ---

  @Test
  void everyReceiver_afterItsClose_isAtTheEnd() {
    var bounded = Mpsc.<String>channel(1).receiver();
    bounded.close();
    assertThat(bounded.recv().await()).isNull();
    assertThat(bounded.recvMany(new ArrayList<>(), 3).await()).isZero();
    assertThat(bounded.tryRecv()).isInstanceOf(TryRecv.Ended.class);
    var broadcast = Broadcast.<String>channel(1).receiver();
    broadcast.close();
    assertThat(broadcast.recv().await()).isNull();
    assertThat(broadcast.tryRecv()).isInstanceOf(Broadcast.TryRecv.Ended.class);
    var watch = Watch.channel("last").receiver();
    watch.close();
    assertThat(watch.changed().await()).isFalse();
    assertThat(watch.borrow()).isEqualTo("last");
    assertThatThrownBy(() -> watch.waitFor(_ -> true).await()).isInstanceOf(ChannelClosedException.class)
        .hasMessageContaining("closed");
    var oneshot = Oneshot.<String>channel().receiver();
    oneshot.close();
    assertThat(oneshot.tryRecv()).isInstanceOf(TryRecv.Ended.class);
    assertThatThrownBy(oneshot::await).isInstanceOf(ChannelClosedException.class).hasMessageContaining("closed");
  }

  @Test
  void everySender_afterTheReceiversClose_isTold() {
    var bounded = Mpsc.<String>channel(1);
    bounded.receiver().close();
    assertThat(bounded.sender().trySend("a")).isEqualTo(Mpsc.TrySend.CLOSED);
    assertThatThrownBy(() -> bounded.sender().send("a").await()).isInstanceOfSatisfying(ChannelClosedException.class,
        e -> assertThat(e.unsent()).as("the message is handed back").isEqualTo("a"));
    var unbounded = Mpsc.<String>unbounded();
    unbounded.receiver().close();
    assertThat(unbounded.sender().send("a")).isFalse();
    var oneshot = Oneshot.<String>channel();
    oneshot.receiver().close();
    assertThat(oneshot.sender().send("a")).isFalse();
    assertThat(oneshot.sender().send("a")).as("again").isFalse();
  }

  // --- what looks wrong, and is taken ---

  @Test
  void noPermits_areHadAtOnceAndGiveNothingBack() {
    var none = new Semaphore(0);
    try (var permit = none.acquireMany(0).await()) {
      assertThat(permit.numPermits()).isZero();
    }
    assertThat(none.availablePermits()).isZero();
    var channel = Mpsc.<String>channel(1);
    try (var permit = channel.sender().reserveMany(0).await()) {
      assertThat(permit.remaining()).isZero();
    }
    assertThat(channel.sender().capacity()).isEqualTo(1);
  }

  @Test
  void morePermitsThanThereWillEverBe_areWaitedFor() {
    var semaphore = new Semaphore(1);
    var many = HandPolled.of(semaphore.acquireMany(5));
    assertThat(many.isReady()).isFalse();
    many.drop();

    assertThat(semaphore.tryAcquire()).as("what it had collected is back").isPresent();
  }

  @Test
  void aBarrierOfNone_holdsUpNobody() {
    assertThat(new Barrier(0).waitForAll().await().isLeader()).isTrue();
  }
}
