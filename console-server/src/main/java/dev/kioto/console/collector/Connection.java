package dev.kioto.console.collector;

import dev.kioto.console.api.TaskStack;
import dev.kioto.console.collector.TargetException.Kind;
import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.TaskStackRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.proto.console.v1.WorkersUpdate;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.TaskDetailsRequest;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One connection to a program. Safe for use by any thread; closing it ends every call on it.
final class Connection implements AutoCloseable {

  // A snapshot of a large Rust program is one message: 18 MB has been seen.
  private static final int LARGEST_MESSAGE_BYTES = 256 << 20;

  // Failures are told by exception; the library would write each into the log too, with a stack trace. The field keeps
  // the logger from being collected together with its level.
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  static {
    GRPC_LOG.setLevel(Level.OFF);
  }

  private final Address address;
  private final Duration answerTimeout;
  private final ManagedChannel channel;

  Connection(Address address, Duration answerTimeout) {
    this.address = address;
    this.answerTimeout = answerTimeout;
    this.channel = ManagedChannelBuilder.forAddress(address.host(), address.port())
        .usePlaintext()
        .proxyDetector(_ -> null)
        .disableRetry()
        .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
        .build();
  }

  Address address() {
    return address;
  }

  /// Who the program is, or null when it speaks the tokio-console protocol alone.
  @Nullable Description describe() throws TargetException {
    try {
      return console().describe(DescribeRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      if (isUnknownMethod(e)) return null;
      throw Failures.unreachable(address, e);
    }
  }

  // A server that is not gRPC's is also reported as UNIMPLEMENTED, with the HTTP status that it gave.
  private static boolean isUnknownMethod(StatusRuntimeException failure) {
    return failure.getStatus().getCode() == Status.Code.UNIMPLEMENTED
        && !String.valueOf(failure.getStatus().getDescription()).contains("HTTP status");
  }

  /// Everything that the program sends on its own, of some kinds; those that come in every connection come anyway.
  Feed feed(Set<MessageKind> kinds, Receiver receiver) {
    return new Feed(this, channel, kinds, receiver);
  }

  /// A task's histograms, or null when the program does not give them in time.
  @Nullable TaskDetails details(long taskId) {
    var request = TaskDetailsRequest.newBuilder().setId(Id.newBuilder().setId(taskId)).build();
    try {
      return first(() -> InstrumentGrpc.newBlockingStub(channel)
          .withDeadlineAfter(answerTimeout.toNanos(), TimeUnit.NANOSECONDS)
          .watchTaskDetails(request));
    } catch (StatusRuntimeException _) {
      return null; // the task's row is still there to show
    }
  }

  TaskStack stack(long taskId) throws TargetException {
    try {
      return Answers.stack(console().getTaskStack(TaskStackRequest.newBuilder().setTaskId(taskId).build()));
    } catch (StatusRuntimeException e) {
      throw refusal(e);
    }
  }

  /// The workers, asked for now.
  WorkersUpdate workers() throws TargetException {
    try {
      var update = first(() -> console().watchWorkers(WatchWorkersRequest.getDefaultInstance()));
      if (update != null) return update;
      throw new TargetException(Kind.UNREACHABLE, "The program at " + address + " did not tell its workers");
    } catch (StatusRuntimeException e) {
      throw refusal(e);
    }
  }

  private TargetException refusal(StatusRuntimeException failure) {
    return switch (failure.getStatus().getCode()) {
      case NOT_FOUND, INVALID_ARGUMENT -> new TargetException(Kind.UNKNOWN_TASK,
          "The program at " + address + " does not know this task: it ended and has been forgotten");
      case UNIMPLEMENTED -> new TargetException(Kind.UNSUPPORTED,
          "The program at " + address + " cannot answer this: it does not have this part of Kioto's protocol");
      default -> Failures.unreachable(address, failure);
    };
  }

  /// The first message of a stream, which is then cancelled; null when the stream is empty.
  private static <T> @Nullable T first(Supplier<Iterator<T>> call) {
    var scope = Context.current().withCancellation();
    var outer = scope.attach();
    try {
      var messages = call.get();
      return messages.hasNext() ? messages.next() : null;
    } finally {
      scope.detach(outer);
      scope.cancel(null);
    }
  }

  private ConsoleGrpc.ConsoleBlockingStub console() {
    return ConsoleGrpc.newBlockingStub(channel).withDeadlineAfter(answerTimeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
