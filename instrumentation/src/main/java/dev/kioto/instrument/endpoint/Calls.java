package dev.kioto.instrument.endpoint;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/// The answers to calls that ask for what is not there.
final class Calls {
  private Calls() {}

  static StatusRuntimeException zeroTaskId() {
    return Status.INVALID_ARGUMENT.withDescription("task_id cannot be 0").asRuntimeException();
  }

  static StatusRuntimeException unknownTask(long taskId) {
    return Status.NOT_FOUND
        .withDescription("no task has the id " + Long.toUnsignedString(taskId)
            + ": it was never given, or its task ended and was forgotten")
        .asRuntimeException();
  }

  static StatusRuntimeException flightRecorderOff() {
    return Status.FAILED_PRECONDITION
        .withDescription("the flight recorder is off: start the program with -Dkioto.console.flight-recorder=30s")
        .asRuntimeException();
  }

  static StatusRuntimeException incidentsOff() {
    return Status.FAILED_PRECONDITION
        .withDescription("incidents are not watched: start the program with -Dkioto.console.long-poll=10ms")
        .asRuntimeException();
  }

  static StatusRuntimeException negativeLast(Duration last) {
    return Status.INVALID_ARGUMENT.withDescription("last " + last + ": must be 0 or longer").asRuntimeException();
  }

  static StatusRuntimeException tooManyClients() {
    return Status.RESOURCE_EXHAUSTED
        .withDescription("64 consoles watch this program already: close one of them first")
        .asRuntimeException();
  }

  static StatusRuntimeException tooManyWalks(int most) {
    return Status.RESOURCE_EXHAUSTED
        .withDescription(most + " walks over stacks go on already: wait until one of them has ended")
        .asRuntimeException();
  }

  static StatusRuntimeException notRead(Duration patience) {
    return Status.DEADLINE_EXCEEDED
        .withDescription("nothing was read for " + patience.toSeconds() + " s: read the stream as it comes")
        .asRuntimeException();
  }

  static StatusRuntimeException failed(String what, Throwable cause) {
    return Status.INTERNAL.withDescription(what + " failed: " + cause).withCause(cause).asRuntimeException();
  }

  static StatusRuntimeException endedTask(long taskId) {
    return Status.NOT_FOUND.withDescription("task " + Long.toUnsignedString(taskId) + " is over").asRuntimeException();
  }

  static StatusRuntimeException notAbortable(long taskId, String why) {
    return Status.FAILED_PRECONDITION
        .withDescription("task " + Long.toUnsignedString(taskId) + " cannot be aborted: " + why)
        .asRuntimeException();
  }

  static StatusRuntimeException noLevel(int value) {
    return Status.INVALID_ARGUMENT
        .withDescription("level " + value + ": must be OFF (1), COUNTS (2), TASKS (3) or TRACE (4)")
        .asRuntimeException();
  }

  static StatusRuntimeException zeroRuntimeId() {
    return Status.INVALID_ARGUMENT.withDescription("runtime_id cannot be 0").asRuntimeException();
  }

  static StatusRuntimeException unknownRuntime(long runtimeId) {
    return Status.NOT_FOUND
        .withDescription("no runtime has the id " + Long.toUnsignedString(runtimeId)
            + ": it was never given, or its runtime has stopped")
        .asRuntimeException();
  }
}
