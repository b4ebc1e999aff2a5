package dev.kioto.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.sync.Mpsc;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TestFutureTest {

  @Test
  void of_isNotPolled() {
    var polls = new AtomicInteger();

    TestFuture.of(_ -> Poll.ready(polls.incrementAndGet()));

    assertThat(polls).hasValue(0);
  }

  @Test
  void isWoken_wakeAfterThePoll_untilTheNextPoll() {
    var channel = Mpsc.<String>channel(1);
    var receive = TestFuture.of(channel.receiver().recv());

    receive.assertPending();
    assertThat(receive.isWoken()).isFalse();

    channel.sender().trySend("hello");
    assertThat(receive.isWoken()).isTrue();
    assertThat(receive.wakes()).isEqualTo(1);

    receive.assertReady("hello");
    assertThat(receive.isWoken()).isFalse();
  }

  @Test
  void isWoken_selfWakeInThePoll_isTrue() {
    var yields = TestFuture.of(cx -> {
      cx.waker().wake();
      return Poll.pending();
    });

    yields.assertPending();

    assertThat(yields.isWoken()).isTrue();
  }

  @Test
  void assertReady_pending_saysWhatItWaitsFor() {
    var receive = TestFuture.of(Mpsc.<String>channel(7).receiver().recv());

    assertThatThrownBy(receive::assertReady).isInstanceOf(AssertionError.class).hasMessageContaining("pending")
        .hasMessageContaining("capacity 7");
  }

  @Test
  void assertReady_otherValue_saysBoth() {
    assertThatThrownBy(() -> TestFuture.of(Futures.<Object>ready(1)).assertReady("1"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("expected 1 (String), but it is 1 (Integer)");
  }

  @Test
  void assertPending_ready_saysTheValue() {
    assertThatThrownBy(() -> TestFuture.of(Futures.ready("x")).assertPending()).isInstanceOf(AssertionError.class)
        .hasMessageContaining("ready with x");
  }

  @Test
  void assertFails_thatException_returnsIt() {
    var failure = new IllegalArgumentException("bad");

    assertThat(TestFuture.of(Futures.failed(failure)).assertFails(IllegalArgumentException.class)).isSameAs(failure);
  }

  @Test
  void assertFails_otherOutcome_fails() {
    var other = new IllegalStateException("other");

    assertThatThrownBy(() -> TestFuture.of(Futures.failed(other)).assertFails(IllegalArgumentException.class))
        .isInstanceOf(AssertionError.class).hasCause(other);
    assertThatThrownBy(() -> TestFuture.of(Futures.ready(1)).assertFails(IllegalArgumentException.class))
        .isInstanceOf(AssertionError.class).hasMessageContaining("ready with 1");
    assertThatThrownBy(() -> TestFuture.of(Futures.pending()).assertFails(IllegalArgumentException.class))
        .isInstanceOf(AssertionError.class).hasMessageContaining("pending");
  }

  @Test
  void poll_afterTheEnd_isRefused() {
    var ready = TestFuture.of(Futures.ready(1));
    ready.assertReady();
    var failed = TestFuture.of(Futures.failed(new IllegalArgumentException("bad")));
    failed.assertFails(IllegalArgumentException.class);

    assertThatThrownBy(ready::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("over");
    assertThatThrownBy(failed::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("over");
  }

  @Test
  void poll_nullForAnAnswer_names_theFuture() {
    assertThatThrownBy(() -> TestFuture.of(new NoAnswer()).poll()).isInstanceOf(AssertionError.class)
        .hasMessageContaining("NoAnswer");
  }

  private static final class NoAnswer implements Future<String> {
    @Override
    @SuppressWarnings("NullAway") // the mistake that is tested
    public Poll<String> poll(Context cx) {
      return null;
    }
  }

  @Test
  void drop_onceOrAfterTheEnd_dropsAtMostOnce() {
    var drops = new AtomicInteger();
    var future = TestFuture.of(new Counted(drops));
    future.assertPending();

    future.drop();
    future.drop();

    assertThat(drops).hasValue(1);
    assertThatThrownBy(future::poll).isInstanceOf(IllegalStateException.class);
  }

  private record Counted(AtomicInteger drops) implements Future<String> {
    @Override
    public Poll<String> poll(Context cx) {
      return Poll.pending();
    }

    @Override
    public void drop() {
      drops.incrementAndGet();
    }
  }

  @Test
  void polls_assertions_tellReadyFromPending() {
    assertThat(Polls.assertReady(Poll.ready(3))).isEqualTo(3);
    Polls.assertReady("a", Poll.ready("a"));
    Polls.assertPending(Poll.pending());

    assertThatThrownBy(() -> Polls.assertReady(Poll.pending())).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Polls.assertReady("a", Poll.ready("b"))).isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected a");
    assertThatThrownBy(() -> Polls.assertPending(Poll.ready("b"))).isInstanceOf(AssertionError.class)
        .hasMessageContaining("b (String)");
  }
}
