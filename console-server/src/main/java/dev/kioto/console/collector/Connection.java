package dev.kioto.console.collector;

import dev.kioto.console.api.TaskStack;
import dev.kioto.console.collector.TargetException.Kind;
import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.TaskStackRequest;
import dev.kioto.proto.console.v1.TaskStacksRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.proto.console.v1.WorkersUpdate;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.TaskDetailsRequest;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One connection to a program. Safe for use by any thread; closing it ends every call on it.
final class Connection implements AutoCloseable {

  // Failures are told by exception; the library would write each into the log too, with a stack trace. The field keeps
  // the logger from being collected together with its level.
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  static {
    GRPC_LOG.setLevel(Level.OFF);
  }

  private static final int MOST_STACKS = 10_000;
  private static final long LONGEST_WALK_SECONDS = 12; // a client of the API waits for 15
  private static final int LONGEST_OBJECT = 500; // characters

  private final Address address;
  private final Duration answerTimeout;
  private final ManagedChannel channel;

  /// @param channel to the program, which this connection closes
  Connection(Address address, ManagedChannel channel, Duration answerTimeout) {
    this.address = address;
    this.channel = channel;
    this.answerTimeout = answerTimeout;
  }

  Address address() {
    return address;
  }

  /// Whether the program answers within a while.
  boolean answers(Duration within) {
    try {
      var _ = ConsoleGrpc.newBlockingStub(channel).withDeadlineAfter(within.toNanos(), TimeUnit.NANOSECONDS)
          .describe(DescribeRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException e) {
      return isUnknownMethod(e);
    }
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
    return feed(kinds, receiver, (_, _) -> {});
  }

  /// The same, and tells when messages of a kind come no more.
  Feed feed(Set<MessageKind> kinds, Receiver receiver, Feed.Losses losses) {
    return new Feed(this, channel, kinds, receiver, losses);
  }

  /// What calls are made on.
  Channel channel() {
    return channel;
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

  /// The tasks that are parked on an object, by that.
  Map<String, List<Long>> parked() throws TargetException {
    var parked = new HashMap<String, List<Long>>();
    try {
      var parts = ConsoleGrpc.newBlockingStub(channel).withDeadlineAfter(LONGEST_WALK_SECONDS, TimeUnit.SECONDS)
          .getTaskStacks(TaskStacksRequest.newBuilder().setLimit(MOST_STACKS).build());
      for (int stacks = 0; parts.hasNext() && stacks <= MOST_STACKS;) {
        for (var stack : parts.next().getStacksList()) {
          stacks++;
          var object = stack.getBlockedOn();
          if (object.isEmpty() || object.length() > LONGEST_OBJECT) continue;
          parked.computeIfAbsent(object, _ -> new ArrayList<>()).add(stack.getTaskId());
        }
      }
      return parked;
    } catch (StatusRuntimeException e) {
      throw refusal(e);
    }
  }

  /// Where the tasks of the program are, up to 10,000 of them.
  Stacks stacks() throws TargetException {
    var stacks = new ArrayList<TaskStack>();
    long leftOut = 0;
    try {
      var parts = ConsoleGrpc.newBlockingStub(channel).withDeadlineAfter(LONGEST_WALK_SECONDS, TimeUnit.SECONDS)
          .getTaskStacks(TaskStacksRequest.newBuilder().setLimit(MOST_STACKS).build());
      while (parts.hasNext() && stacks.size() <= MOST_STACKS) {
        var part = parts.next();
        for (var stack : part.getStacksList()) stacks.add(Answers.stack(stack));
        leftOut += Math.max(0, part.getLeftOut());
      }
      return new Stacks(stacks, leftOut);
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

  /// Why the program did not answer a question.
  TargetException refusal(StatusRuntimeException failure) {
    var said = String.valueOf(failure.getStatus().getDescription());
    return switch (failure.getStatus().getCode()) {
      case NOT_FOUND ->
          new TargetException(Kind.UNKNOWN_TASK, "The program at " + address + " does not know this: " + said);
      case INVALID_ARGUMENT -> new TargetException(Kind.INVALID, "The program at " + address + " refused: " + said);
      case FAILED_PRECONDITION -> new TargetException(Kind.CONFLICT, "The program at " + address + " refused: " + said);
      case PERMISSION_DENIED, UNAUTHENTICATED -> Failures.forbidden(address, failure);
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
