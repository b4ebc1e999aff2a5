package dev.kioto.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.future.HandPolled;
import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.stream.Streams;
import dev.kioto.task.JoinException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Signals that this JVM is sent by `kill`, of a kind that does nothing without a listener.
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // POSIX signals, sent by `kill`
@SuppressWarnings("try") // closed before its block ends
final class SignalsTest {
  private static final SignalKind KIND = SignalKind.WINDOW_CHANGE;

  static void kill(long pid, SignalKind kind) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + kind.name(), String.valueOf(pid)).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void send() throws IOException, InterruptedException {
    kill(ProcessHandle.current().pid(), KIND);
  }

  @ParameterizedTest
  @EnumSource
  void listeners_onAnyRuntime_eachGetTheSignal(Setup setup) throws Exception {
    try (var runtime = setup.start(); var one = Signals.of(KIND); var other = Signals.of(SignalKind.CHILD, KIND)) {
      var first = runtime.spawn(one.recv()); // a future task
      var second = runtime.spawn(() -> {
        while (true) {
          if (other.recv().await().equals(KIND)) { // `kill` is a child itself
            return true;
          }
        }
      });
      send();
      assertThat(first.await()).isEqualTo(KIND);
      assertThat(second.await()).isTrue();
    }
  }

  @Test
  void signalsThatCome_beforeAListenerLooks_countAsOne() throws Exception {
    try (var slow = Signals.of(KIND); var quick = Signals.of(KIND)) {
      for (int i = 0; i < 3; i++) {
        send();
        assertThat(quick.recv().await()).isEqualTo(KIND);
      }
      assertThat(slow.recv().await()).isEqualTo(KIND);
      var next = HandPolled.of(slow.recv());
      assertThat(next.isReady()).isFalse();
      next.drop();
    }
  }

  @Test
  void recv_givenUp_losesNoSignal() throws Exception {
    try (var signals = Signals.of(KIND); var witness = Signals.of(KIND)) {
      var givenUp = HandPolled.of(signals.recv());
      assertThat(givenUp.isReady()).isFalse();
      givenUp.drop();
      var alsoWaiting = HandPolled.of(signals.recv());
      assertThat(alsoWaiting.isReady()).isFalse();
      send();
      assertThat(witness.recv().await()).isEqualTo(KIND);
      await().until(() -> alsoWaiting.wakes() > 0);
      assertThat(givenUp.wakes()).isZero();
      alsoWaiting.drop(); // woken, and given up all the same
      assertThat(signals.recv().await()).isEqualTo(KIND);
    }
  }

  @Test
  @SuppressWarnings("ReferenceEquality") // the same handler is meant
  void ctrlC_givenUp_listensNoMore() {
    var signal = SystemSignals.signal(SignalKind.INTERRUPT);
    var own = SystemSignals.handler(_ -> {});
    var before = SystemSignals.install(signal, own);
    try {
      assumeTrue(SystemSignals.install(signal, own) == own, "this process was started to ignore the signal");
      Signals.ctrlC().drop();
      var ctrlC = HandPolled.of(Signals.ctrlC());
      assertThat(ctrlC.isReady()).isFalse();
      var ours = SystemSignals.install(signal, own);
      assertThat(ours).isNotSameAs(own);
      SystemSignals.install(signal, ours);
      ctrlC.drop();
      assertThat(SystemSignals.install(signal, own)).isSameAs(own);
    } finally {
      SystemSignals.install(signal, before);
    }
  }

  @Test
  void stream_ofSignals_hasOneAfterTheOtherAndClosesItsListener() throws Exception {
    var signals = Signals.of(KIND);
    try (var stream = Streams.signals(signals)) {
      for (int i = 0; i < 2; i++) {
        send();
        assertThat(stream.next().await()).isEqualTo(KIND);
      }
    }
    assertThatThrownBy(() -> signals.recv().await()).isInstanceOf(IllegalStateException.class)
        .hasMessage("Signals [SIGWINCH] is closed");
  }

  @Test
  void close_failsWhoWaits() {
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
      var signals = Signals.of(KIND);
      var task = runtime.spawn(() -> signals.recv().await());
      signals.close();
      signals.close();
      assertThatThrownBy(task::await).isInstanceOf(JoinException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void handlerOfTheProgram_isSetAsideAndComesBackWithTheLastClose() throws Exception {
    var own = new AtomicInteger();
    var signal = SystemSignals.signal(KIND);
    var before = SystemSignals.install(signal, SystemSignals.handler(_ -> own.incrementAndGet()));
    try {
      var one = Signals.of(KIND);
      var other = Signals.of(KIND);
      one.close();
      send();
      assertThat(other.recv().await()).isEqualTo(KIND);
      assertThat(own).hasValue(0);
      other.close();
      send();
      await().untilAtomic(own, org.hamcrest.Matchers.equalTo(1));
    } finally {
      SystemSignals.install(signal, before);
    }
  }

  @ParameterizedTest
  @CsvSource({"QUIT, thread dump", "SEGV, null checks", "SIGBUS, null checks", "usr2, suspends its threads",
      "PIPE, broken pipe", "KILL, the system allows it to nobody", "STOP, the system allows it to nobody"})
  void signalOfTheJvm_isRefusedWithTheReason(String name, String why) {
    assertThatThrownBy(() -> new SignalKind(name)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be listened to").hasMessageContaining(why);
  }

  @Test
  void wrongUse_saysWhatIsRight() {
    assertThatThrownBy(() -> Signals.of(new SignalKind("NONSENSE"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this system has no signal SIGNONSENSE");
    assertThatThrownBy(() -> Signals.of(KIND, new SignalKind("XFSZ"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("SIGXFSZ cannot be listened to: native code of this JVM");
    assertThatThrownBy(Signals::of).isInstanceOf(IllegalArgumentException.class);
    assertThat(new SignalKind("sigint")).isEqualTo(SignalKind.INTERRUPT).hasToString("SIGINT");
  }

  @Test
  void probe_isToldOfListenersAndOfWhoWaits() {
    var log = new ResourceLog();
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).probe(log).build()) {
      var signals = runtime.spawn(() -> Signals.of(KIND)).await();
      var waiting = runtime.spawn(signals.recv());
      await().untilAsserted(() -> assertThat(log.waiting()).isEqualTo(List.of("Signal::recv")));
      assertThat(log.attributes("Signals")).anyMatch(a -> a.contains("SIGWINCH"));
      waiting.abort();
      await().untilAsserted(() -> assertThat(log.waiting()).isEmpty());
      signals.close();
      assertThat(log.resources()).isZero();
    }
  }
}
