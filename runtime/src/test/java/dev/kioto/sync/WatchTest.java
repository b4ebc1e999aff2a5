package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchTest {
  private final Watch.Channel<String> channel = Watch.channel("one");
  private final Watch.Sender<String> sender = channel.sender();
  private final Watch.Receiver<String> receiver = channel.receiver();

  private static HandPolled<Boolean> waiting(Watch.Receiver<String> receiver) {
    var changed = HandPolled.of(receiver.changed());
    assertThat(changed.isReady()).isFalse();
    return changed;
  }

  @Test
  void changed_initialValue_countsAsSeen() {
    assertThat(receiver.borrow()).isEqualTo("one");
    assertThat(receiver.hasChanged()).isFalse();
    waiting(receiver);
  }

  @Test
  void send_severalWait_tellsThemAll() {
    var second = waiting(receiver.copy());
    var first = waiting(receiver);

    sender.send("two");

    assertThat(first.wakes()).isEqualTo(1);
    assertThat(second.wakes()).isEqualTo(1);
    assertThat(first.value()).isTrue();
    assertThat(second.value()).isTrue();
    assertThat(receiver.borrow()).isEqualTo("two");
  }

  @Test
  void changed_severalSends_isOnceForTheNewest() {
    sender.send("two");
    sender.send("three");

    assertThat(receiver.changed().await()).isTrue();
    assertThat(receiver.borrow()).isEqualTo("three");
    waiting(receiver);
  }

  @Test
  void send_equalValue_isAChangeToo() {
    sender.send("one");

    assertThat(receiver.hasChanged()).isTrue();
  }

  @Test
  void borrow_newValue_leavesItUnseen() {
    sender.send("two");

    assertThat(receiver.borrow()).isEqualTo("two");
    assertThat(receiver.hasChanged()).isTrue();
    assertThat(receiver.changed().await()).isTrue();
  }

  @Test
  void borrowAndUpdate_newValue_marksItSeen() {
    sender.send("two");

    assertThat(receiver.borrowAndUpdate()).isEqualTo("two");
    assertThat(receiver.hasChanged()).isFalse();
    waiting(receiver);
  }

  @Test
  void markChanged_anyNumberOfTimes_makesChangedReadyOnce() {
    var copy = receiver.copy();
    receiver.markChanged();
    receiver.markChanged();

    assertThat(receiver.hasChanged()).isTrue();
    assertThat(copy.hasChanged()).as("of this receiver alone").isFalse();
    assertThat(receiver.changed().await()).isTrue();
    waiting(receiver);
    receiver.markChanged();
    assertThat(receiver.borrowAndUpdate()).isEqualTo("one");
    assertThat(receiver.hasChanged()).isFalse();
  }

  @Test
  void markUnchanged_newValue_isPassedOver() {
    sender.send("two");
    receiver.markUnchanged();

    assertThat(receiver.hasChanged()).isFalse();
    waiting(receiver);
    assertThat(receiver.borrowAndUpdate()).isEqualTo("two");
  }

  @Test
  void closeSender_unseenValue_isToldBeforeTheEnd() {
    sender.send("two");
    sender.close();

    assertThat(receiver.isClosed()).isTrue();
    assertThat(receiver.hasChanged()).isTrue();
    assertThat(receiver.changed().await()).isTrue();
    assertThat(receiver.changed().await()).isFalse();
    assertThat(receiver.borrow()).isEqualTo("two");
  }

  @Test
  void closeSender_last_wakesThoseThatWait() {
    var copy = sender.copy();
    assertThat(sender.senderCount()).isEqualTo(2);
    var changed = waiting(receiver);

    sender.close();
    sender.close();
    assertThat(changed.wakes()).isZero();
    assertThat(receiver.isClosed()).isFalse();
    copy.close();

    assertThat(changed.wakes()).isEqualTo(1);
    assertThat(changed.value()).isFalse();
    assertThat(copy.senderCount()).isZero();
  }

  @Test
  void closeSender_rightAfterASend_isToldOfBoth() {
    var changed = waiting(receiver);
    sender.send("two");
    sender.close();

    assertThat(changed.value()).isTrue();
    assertThat(receiver.changed().await()).isFalse();
  }

  @Test
  void closedSender_used_isAnErrorThatNamesIt() {
    sender.close();

    assertThat(sender.isClosed()).isTrue();
    assertThatThrownBy(() -> sender.send("two")).isInstanceOfSatisfying(ChannelClosedException.class, e -> {
      assertThat(e).hasMessageContaining("this sender");
      assertThat(e.unsent()).isEqualTo("two");
    });
    assertThatThrownBy(() -> sender.sendReplace("two")).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> sender.sendModify(v -> v)).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(() -> sender.sendIfModified(v -> v)).isInstanceOf(ChannelClosedException.class);
    assertThatThrownBy(sender::copy).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    assertThatThrownBy(sender::subscribe).isInstanceOf(IllegalStateException.class);
    assertThat(sender.borrow()).isEqualTo("one");
  }

  @Test
  void send_noReceiver_failsAndKeepsTheValueItHad() {
    receiver.close();

    assertThatThrownBy(() -> sender.send("two")).isInstanceOfSatisfying(ChannelClosedException.class, e -> {
      assertThat(e).hasMessageContaining("no receiver");
      assertThat(e.unsent()).isEqualTo("two");
    });
    assertThat(sender.borrow()).isEqualTo("one");
  }

  @Test
  void sendReplace_noReceiver_isKeptForThoseToCome() {
    var alone = Watch.sender("one");
    assertThat(alone.receiverCount()).isZero();

    assertThat(alone.sendReplace("two")).isEqualTo("one");

    var late = alone.subscribe();
    assertThat(late.hasChanged()).isFalse();
    assertThat(late.borrow()).isEqualTo("two");
  }

  @Test
  void sendModify_anyResult_isANewValue() {
    sender.sendModify(value -> value + "!");
    assertThat(receiver.borrowAndUpdate()).isEqualTo("one!");

    sender.sendModify(UnaryOperator.identity());

    assertThat(receiver.hasChanged()).isTrue();
  }

  @Test
  void sendIfModified_sameObject_tellsNobody() {
    var changed = waiting(receiver);

    assertThat(sender.sendIfModified(value -> value)).isFalse();
    assertThat(changed.wakes()).isZero();
    assertThat(receiver.hasChanged()).isFalse();
    assertThat(sender.sendIfModified(value -> value + "!")).isTrue();

    assertThat(changed.wakes()).isEqualTo(1);
    assertThat(receiver.borrow()).isEqualTo("one!");
  }

  @Test
  void sendModify_thatThrows_changesNothing() {
    var changed = waiting(receiver);

    assertThatThrownBy(() -> sender.sendModify(_ -> {
      throw new IllegalArgumentException("no");
    })).isInstanceOf(IllegalArgumentException.class);

    assertThat(changed.isReady()).isFalse();
    assertThat(changed.wakes()).isZero();
    assertThat(receiver.borrow()).isEqualTo("one");
    sender.sendModify(_ -> "two");
    assertThat(changed.value()).isTrue();
  }

  @Test
  void sendModify_thatSends_isCalledAgainWithWhatItSent() {
    var seen = new ArrayList<String>();
    sender.sendModify(value -> {
      seen.add(value);
      if (seen.size() == 1) {
        sender.send("between");
      }
      return value + "!";
    });

    assertThat(seen).containsExactly("one", "between");
    assertThat(receiver.borrow()).isEqualTo("between!");
  }

  @Test
  @SuppressWarnings("NullAway") // null is what is tested
  void nullValue_isRefused() {
    assertThatThrownBy(() -> Watch.channel(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> Watch.sender(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> sender.send(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> sender.sendReplace(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> sender.sendModify(_ -> null)).isInstanceOf(NullPointerException.class)
        .hasMessageContaining("modifier");
    assertThatThrownBy(() -> receiver.waitFor(null)).isInstanceOf(NullPointerException.class);
    assertThat(receiver.hasChanged()).isFalse();
  }

  @Test
  void waitFor_valueThatFitsNow_isReadyAndSeen() {
    sender.send("two");
    assertThat(receiver.waitFor(value -> value.equals("two")).await()).isEqualTo("two");
    assertThat(receiver.hasChanged()).isFalse();

    assertThat(receiver.waitFor(value -> value.equals("two")).await()).as("seen values fit too").isEqualTo("two");
  }

  @Test
  void waitFor_valuesThatDoNotFit_waitsOn() {
    var tested = new ArrayList<String>();
    var fits = HandPolled.of(receiver.waitFor(value -> {
      tested.add(value);
      return value.length() > 3;
    }));
    assertThat(fits.isReady()).isFalse();
    sender.send("two");
    assertThat(fits.isReady()).isFalse();
    assertThat(receiver.hasChanged()).isFalse();
    assertThat(fits.isReady()).isFalse();
    sender.send("three");

    assertThat(fits.wakes()).isEqualTo(2);
    assertThat(fits.value()).isEqualTo("three");
    assertThat(tested).containsExactly("one", "two", "three");
  }

  @Test
  void waitFor_endedChannel_looksAtTheNewestValueFirst() {
    sender.send("two");
    sender.close();

    assertThat(receiver.waitFor(_ -> true).await()).isEqualTo("two");
    assertThatThrownBy(() -> receiver.waitFor(_ -> false).await()).isInstanceOf(ChannelClosedException.class)
        .hasMessageContaining("senders are closed");
  }

  @Test
  void waitFor_senderClosesMeanwhile_fails() {
    var fits = HandPolled.of(receiver.waitFor(value -> value.equals("never")));
    assertThat(fits.isReady()).isFalse();

    sender.close();

    assertThat(fits.wakes()).isEqualTo(1);
    assertThatThrownBy(fits::poll).isInstanceOf(ChannelClosedException.class);
  }

  @Test
  void waitFor_predicateThrows_failsAndLeavesTheReceiverUsable() {
    var fits = HandPolled.of(receiver.waitFor(value -> {
      if (value.equals("bad")) {
        throw new IllegalArgumentException("no");
      }
      return false;
    }));
    assertThat(fits.isReady()).isFalse();
    sender.send("bad");

    assertThatThrownBy(fits::poll).isInstanceOf(IllegalArgumentException.class);

    assertThat(receiver.hasChanged()).as("what it was called with is seen").isFalse();
    var changed = waiting(receiver);
    sender.send("good");
    assertThat(fits.wakes()).as("the one that failed waits no more").isEqualTo(1);
    assertThat(changed.value()).isTrue();
  }

  @Test
  void closeReceiver_whileItWaits_endsItsWaitAndNoOther() {
    var other = waiting(receiver.copy());
    var changed = waiting(receiver);

    receiver.close();
    receiver.close();

    assertThat(sender.receiverCount()).isEqualTo(1);
    assertThat(changed.wakes()).isEqualTo(1);
    assertThat(changed.value()).isFalse();
    assertThat(other.wakes()).isZero();
  }

  @Test
  void closedReceiver_used_endsWaitsAndStillShowsTheValue() {
    receiver.close();
    sender.sendReplace("two");

    assertThat(receiver.changed().await()).isFalse();
    assertThatThrownBy(() -> receiver.waitFor(_ -> true).await()).isInstanceOf(ChannelClosedException.class)
        .hasMessageContaining("receiver that is closed");
    assertThat(receiver.borrow()).isEqualTo("two");
    assertThatThrownBy(receiver::copy).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closed_lastReceiverCloses_isWokenThen() {
    var copy = receiver.copy();
    var closed = HandPolled.of(sender.closed());
    assertThat(closed.isReady()).isFalse();

    receiver.close();
    assertThat(closed.wakes()).isZero();
    copy.close();

    assertThat(closed.wakes()).isEqualTo(1);
    assertThat(closed.isReady()).isTrue();
    assertThat(sender.isClosed()).isTrue();
  }

  @Test
  void subscribe_afterTheLastReceiverClosed_opensTheChannelAgain() {
    var closed = HandPolled.of(sender.closed());
    assertThat(closed.isReady()).isFalse();
    receiver.close();
    assertThat(sender.isClosed()).isTrue();

    var again = sender.subscribe();

    assertThat(sender.isClosed()).isFalse();
    assertThat(closed.isReady()).isFalse();
    sender.send("two");
    assertThat(again.changed().await()).isTrue();
    again.close();
    assertThat(closed.wakes()).isEqualTo(2);
    assertThat(closed.isReady()).isTrue();
  }

  @Test
  void copy_receiver_hasSeenWhatItsOriginHas() {
    sender.send("two");
    var unseen = receiver.copy();
    receiver.markUnchanged();
    var seen = receiver.copy();

    assertThat(unseen.hasChanged()).isTrue();
    assertThat(seen.hasChanged()).isFalse();
    assertThat(sender.receiverCount()).isEqualTo(3);
    assertThat(seen.sameChannel(unseen)).isTrue();
    assertThat(seen.sameChannel(Watch.channel(1).receiver())).isFalse();
    assertThat(sender.sameChannel(sender.copy())).isTrue();
    assertThat(sender.sameChannel(Watch.sender("one"))).isFalse();
  }

  @Test
  void drop_changed_isNotWokenAndLosesNothing() {
    var abandoned = waiting(receiver);
    abandoned.drop();
    sender.send("two");

    assertThat(abandoned.wakes()).isZero();
    assertThat(receiver.changed().await()).isTrue();
  }

  @Test
  void drop_changedThatWasWoken_losesNothing() {
    var abandoned = waiting(receiver);
    sender.send("two");
    abandoned.drop();

    assertThat(receiver.changed().await()).isTrue();
  }

  @Test
  void changed_budgetSpent_marksNothing() {
    sender.send("two");

    assertThat(receiver.changed().poll(new SpentContext()).isReady()).isFalse();
    assertThat(receiver.waitFor(_ -> true).poll(new SpentContext()).isReady()).isFalse();
    assertThat(receiver.hasChanged()).isTrue();
    receiver.close();
    assertThat(sender.closed().poll(new SpentContext()).isReady()).isFalse();
  }

  @Test
  void changed_interrupted_losesNothing() throws Exception {
    var cancelled = new CompletableFuture<CancelledException>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        receiver.changed().await();
      } catch (CancelledException e) {
        cancelled.complete(e);
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();

    assertThat(cancelled.get(20, TimeUnit.SECONDS)).isNotNull();
    sender.send("two");
    assertThat(receiver.changed().await()).isTrue();
  }

  @Test
  void changed_onAPlatformThread_blocksItUntilAChange() throws Exception {
    var changed = new CompletableFuture<Boolean>();
    var thread = new Thread(() -> changed.complete(receiver.changed().await()));
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);

    sender.send("two");

    assertThat(changed.get(20, TimeUnit.SECONDS)).isTrue();
  }

  /// A waker and a modifier may use the channel that calls them.
  @Test
  void wake_thatUsesTheChannel_isNotLockedOut() {
    receiver.changed().poll(() -> () -> {
      if (sender.borrow().equals("two")) {
        sender.send("three");
      }
      sender.subscribe().close();
    });

    sender.send("two");

    assertThat(receiver.borrow()).isEqualTo("three");
  }
}
