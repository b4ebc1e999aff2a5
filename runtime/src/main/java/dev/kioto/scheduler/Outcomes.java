package dev.kioto.scheduler;

import dev.kioto.future.CancelledException;
import dev.kioto.probe.TaskOutcome;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import org.jspecify.annotations.Nullable;

/// Tells a task that ended because it was told to from one that failed.
final class Outcomes {
  /*
   * An abort reaches a direct task as an interrupt, which surfaces as one of a few exceptions of the JDK or as our own. What
   * leaves the task is often another, that has one of them as its cause: an UncheckedIOException, an ExecutionException,
   * the JoinException of a child that was cancelled with it. So the whole chain of causes counts. What was thrown instead of
   * passing the cancellation on, by a clean-up that failed for one, has no such cause, and is a failure.
   */
  private static final int MAX_CAUSES = 100; // a guess, far above what people write: a chain may be a cycle

  private Outcomes() {}

  /// How a task ended. Never throws, whatever the exceptions do when they are asked.
  ///
  /// @param told whether the task was told to end
  /// @param failure what it threw, or null when it returned
  static TaskOutcome of(boolean told, @Nullable Throwable failure) {
    if (failure == null) {
      return TaskOutcome.COMPLETED;
    }
    return told && isByCancellation(failure) ? TaskOutcome.CANCELLED : TaskOutcome.FAILED;
  }

  private static boolean isByCancellation(Throwable failure) {
    try {
      Throwable e = failure;
      for (int i = 0; e != null && i < MAX_CAUSES; i++) {
        if (isCancellation(e)) {
          return true;
        }
        e = e.getCause();
      }
    } catch (Throwable _) {
      // An exception that cannot be asked for its cause has none.
    }
    return false;
  }

  private static boolean isCancellation(Throwable e) {
    return switch (e) {
      case CancelledException _,InterruptedException _,ClosedByInterruptException _,FileLockInterruptionException _ ->
          true;
      case SocketTimeoutException _ -> false; // is an InterruptedIOException, by history
      case InterruptedIOException _ -> true;
      // What java.net.Socket, ServerSocket and DatagramSocket do to a virtual thread that is interrupted inside of them.
      case SocketException closed -> "Closed by interrupt".equals(closed.getMessage());
      default -> false;
    };
  }
}
