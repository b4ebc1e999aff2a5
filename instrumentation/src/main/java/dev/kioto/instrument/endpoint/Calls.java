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

  static StatusRuntimeException negativeLast(Duration last) {
    return Status.INVALID_ARGUMENT.withDescription("last " + last + ": must be 0 or longer").asRuntimeException();
  }

  static StatusRuntimeException tooManyClients() {
    return Status.RESOURCE_EXHAUSTED
        .withDescription("64 consoles watch this program already: close one of them first")
        .asRuntimeException();
  }
}
