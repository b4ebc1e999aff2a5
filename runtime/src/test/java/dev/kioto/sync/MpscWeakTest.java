package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.HandPolled;
import dev.kioto.sync.Mpsc.WeakSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Handles that do not keep their channel open.
@ParameterizedClass
@EnumSource(MpscWeakTest.Kind.class)
@Timeout(30)
class MpscWeakTest {

  enum Kind {
    BOUNDED, UNBOUNDED
  }

  /// A channel of either kind, and how to send into it.
  private interface Ends {
    MpscHandle<?> sender();

    WeakSender<? extends MpscHandle<?>> weak();

    Mpsc.Receiver<String> receiver();

    boolean send(MpscHandle<?> sender, String message);
  }

  private final Ends ends;

  MpscWeakTest(Kind kind) {
    ends = kind == Kind.BOUNDED ? new Bounded(Mpsc.channel(10)) : new Unbounded(Mpsc.unbounded());
  }

  private record Bounded(Mpsc.Channel<String> channel) implements Ends {
    @Override
    public MpscHandle<?> sender() {
      return channel.sender();
    }

    @Override
    public WeakSender<? extends MpscHandle<?>> weak() {
      return channel.sender().downgrade();
    }

    @Override
    public Mpsc.Receiver<String> receiver() {
      return channel.receiver();
    }

    @Override
    @SuppressWarnings("unchecked") // of this channel
    public boolean send(MpscHandle<?> sender, String message) {
      return ((Mpsc.Sender<String>) sender).trySend(message) == Mpsc.TrySend.SENT;
    }
  }

  private record Unbounded(Mpsc.UnboundedChannel<String> channel) implements Ends {
    @Override
    public MpscHandle<?> sender() {
      return channel.sender();
    }

    @Override
    public WeakSender<? extends MpscHandle<?>> weak() {
      return channel.sender().downgrade();
    }

    @Override
    public Mpsc.Receiver<String> receiver() {
      return channel.receiver();
    }

    @Override
    @SuppressWarnings("unchecked") // of this channel
    public boolean send(MpscHandle<?> sender, String message) {
      return ((Mpsc.UnboundedSender<String>) sender).send(message);
    }
  }

  @Test
  void upgrade_whileAHandleIsOpen_isAHandleOfTheChannel() {
    var weak = ends.weak();

    var upgraded = weak.upgrade().orElseThrow();
    ends.sender().close();

    assertThat(ends.receiver().isClosed()).isFalse();
    assertThat(ends.send(upgraded, "a")).isTrue();
    upgraded.close();
    assertThat(ends.receiver().recv().await()).isEqualTo("a");
    assertThat(ends.receiver().recv().await()).isNull();
  }

  @Test
  void upgrade_afterTheLastHandleWasClosed_isNothing() {
    var weak = ends.weak();
    var recv = HandPolled.of(ends.receiver().recv());
    assertThat(recv.isReady()).isFalse();

    ends.sender().close();

    assertThat(recv.wakes()).as("a weak sender does not keep the channel open").isEqualTo(1);
    assertThat(recv.value()).isNull();
    assertThat(weak.upgrade()).isEmpty();
    assertThat(weak.copy().upgrade()).isEmpty();
  }

  @Test
  void upgrade_afterTheReceiverWasClosed_isAClosedHandle() {
    var weak = ends.weak();
    ends.receiver().close();

    var upgraded = weak.upgrade().orElseThrow();

    assertThat(upgraded.isClosed()).isTrue();
    assertThat(ends.send(upgraded, "a")).isFalse();
  }

  @Test
  void upgrade_onAClosedWeakSender_isNothing() {
    var weak = ends.weak();
    weak.close();

    assertThat(weak.upgrade()).isEmpty();
    assertThat(ends.sender().isClosed()).isFalse();
  }

  @Test
  void counts_followHandles() {
    assertThat(ends.sender().strongCount()).isEqualTo(1);
    assertThat(ends.sender().weakCount()).isZero();

    var weak = ends.weak();
    var copy = weak.copy();
    var upgraded = weak.upgrade().orElseThrow();

    assertThat(ends.sender().strongCount()).isEqualTo(2);
    assertThat(weak.strongCount()).isEqualTo(2);
    assertThat(ends.receiver().senderStrongCount()).isEqualTo(2);
    assertThat(ends.sender().weakCount()).isEqualTo(2);
    assertThat(weak.weakCount()).isEqualTo(2);
    assertThat(ends.receiver().senderWeakCount()).isEqualTo(2);

    upgraded.close();
    upgraded.close();
    copy.close();
    copy.close();

    assertThat(ends.receiver().senderStrongCount()).isEqualTo(1);
    assertThat(ends.receiver().senderWeakCount()).isEqualTo(1);
    ends.sender().close();
    assertThat(weak.strongCount()).isZero();
  }

  /// A receiver that keeps a way to send to itself does not keep itself alive by it.
  @Test
  void receiverThatSendsToItself_endsWithTheOthers() {
    var self = ends.weak();
    ends.send(ends.sender(), "3");
    int received = 0;
    String message;
    while ((message = ends.receiver().recv().await()) != null) {
      received++;
      int left = Integer.parseInt(message) - 1;
      if (left > 0) {
        try (var sender = self.upgrade().orElseThrow()) {
          ends.send(sender, Integer.toString(left));
        }
      } else {
        ends.sender().close();
      }
    }

    assertThat(received).isEqualTo(3);
    assertThat(self.upgrade()).isEmpty();
  }
}
