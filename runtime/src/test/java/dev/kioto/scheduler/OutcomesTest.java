package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.CancelledException;
import dev.kioto.probe.TaskOutcome;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLockInterruptionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
final class OutcomesTest {

  static Throwable[] cancellations() {
    return new Throwable[] {new CancelledException("aborted"), new InterruptedException(),
        new ClosedByInterruptException(), new FileLockInterruptionException(), new InterruptedIOException(),
        new SocketException("Closed by interrupt"), new UncheckedIOException(new ClosedByInterruptException()),
        new ExecutionException(new CompletionException(new InterruptedException())),
        new AssertionError("unexpected", new CancelledException("aborted"))};
  }

  static Throwable[] failures() {
    return new Throwable[] {new IllegalStateException("odd"), new ClosedChannelException(),
        new SocketException("Connection reset"), new SocketTimeoutException("Read timed out"),
        new UncheckedIOException(new FileNotFoundException("none")), suppressing(new CancelledException("aborted")),
        new StackOverflowError()};
  }

  private static Throwable suppressing(Throwable suppressed) {
    var e = new IOException("clean-up failed");
    e.addSuppressed(suppressed);
    return e;
  }

  @Test
  void of_noFailure_isCompletedWhateverItWasTold() {
    assertThat(Outcomes.of(false, null)).isEqualTo(TaskOutcome.COMPLETED);
    assertThat(Outcomes.of(true, null)).isEqualTo(TaskOutcome.COMPLETED);
  }

  @ParameterizedTest
  @MethodSource("cancellations")
  void of_cancellation_isCancelledWhenToldAndElseFailed(Throwable failure) {
    assertThat(Outcomes.of(true, failure)).isEqualTo(TaskOutcome.CANCELLED);
    assertThat(Outcomes.of(false, failure)).isEqualTo(TaskOutcome.FAILED);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void of_anotherFailure_isFailedAlsoWhenTold(Throwable failure) {
    assertThat(Outcomes.of(true, failure)).isEqualTo(TaskOutcome.FAILED);
  }

  @Test
  void of_causesThatAreACycle_isFailed() {
    var first = new IllegalStateException("first");
    first.initCause(new IllegalStateException("second", first));

    assertThat(Outcomes.of(true, first)).isEqualTo(TaskOutcome.FAILED);
  }

  @Test
  void of_exceptionThatThrowsWhenAsked_isFailed() {
    var rude = new RuntimeException("rude") {
      @Override
      public synchronized Throwable getCause() {
        throw new IllegalStateException("do not ask");
      }
    };

    assertThat(Outcomes.of(true, rude)).isEqualTo(TaskOutcome.FAILED);
  }
}
