package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.aggregate.TaskLookup;
import dev.kioto.instrument.aggregate.TraceReader;
import dev.kioto.instrument.load.LoadWatch;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.StackSample;
import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.DumpTraceRequest;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.TaskStackRequest;
import dev.kioto.proto.console.v1.TraceChunk;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.WatchRecorderRequest;
import dev.kioto.proto.console.v1.WatchTraceRequest;
import dev.kioto.proto.console.v1.WatchWakesRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.proto.console.v1.WorkersUpdate;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Kioto's own protocol. Calls are answered on the server's threads; a stack is walked there too.
final class ConsoleService extends ConsoleGrpc.ConsoleImplBase {
  private final Program program;
  private final Recorder recorder;
  private final Aggregator aggregator;
  private final Publisher publisher;
  private final WireClock clock;

  private final WireRecorder state;

  ConsoleService(Program program, Recorder recorder, Aggregator aggregator, LoadWatch load, Publisher publisher,
      WireClock clock) {
    state = new WireRecorder(recorder, aggregator, load, publisher, clock);
    this.program = program;
    this.recorder = recorder;
    this.aggregator = aggregator;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<Description> observer) {
    observer.onNext(WireProgram.describe(program)
        .addCapabilities(Description.Capability.TASK_STACKS)
        .addCapabilities(Description.Capability.WORKERS)
        .addCapabilities(Description.Capability.WAKES)
        .addCapabilities(Description.Capability.TRACE)
        .addCapabilities(Description.Capability.RECORDER)
        .setRecorder(state.state())
        .build());
    observer.onCompleted();
  }

  @Override
  public void getTaskStack(TaskStackRequest request, StreamObserver<TaskStack> observer) {
    long id = request.getTaskId();
    if (id == 0) {
      observer.onError(Calls.zeroTaskId());
      return;
    }
    var task = aggregator.find(id);
    if (task == null) {
      observer.onError(Calls.unknownTask(id));
      return;
    }
    StackSample sample;
    try {
      sample = sample(task);
    } catch (RuntimeException e) {
      observer.onError(Status.INTERNAL.withDescription("the stack of task " + id + " could not be taken: " + e)
          .withCause(e).asRuntimeException());
      return;
    }
    observer.onNext(message(id, task, sample));
    observer.onCompleted();
  }

  private static StackSample sample(TaskLookup task) {
    var view = task.view();
    return view == null ? StackSample.none("The task has ended.") : view.stack();
  }

  private TaskStack message(long id, TaskLookup task, StackSample sample) {
    var message = TaskStack.newBuilder()
        .setTaskId(id)
        .setAt(clock.timestamp(recorder.clock().getAsLong()))
        .setKind(kind(sample.kind()))
        .setExplanation(sample.explanation())
        .setLastWokenBy(task.lastWokenBy());
    sample.frames().forEach(frame -> message.addFrames(frame(frame)));
    var state = sample.threadState();
    if (state != null) {
      message.setThreadState(state.name());
    }
    var blockedOn = sample.blockedOn();
    if (blockedOn != null) {
      message.setBlockedOn(blockedOn);
    }
    return message.build();
  }

  private static TaskStack.Kind kind(StackSample.Kind kind) {
    return switch (kind) {
      case NONE -> TaskStack.Kind.NO_STACK;
      case PARKED -> TaskStack.Kind.PARKED;
      case RUNNING -> TaskStack.Kind.RUNNING;
    };
  }

  private static Frame frame(StackTraceElement element) {
    var frame = Frame.newBuilder()
        .setClassName(element.getClassName())
        .setMethod(element.getMethodName())
        .setLine(Math.max(0, element.getLineNumber()));
    String file = element.getFileName();
    if (file != null) {
      frame.setFile(file);
    }
    String module = element.getModuleName();
    if (module != null) {
      frame.setModule(module);
    }
    return frame.build();
  }

  @Override
  public void watchTrace(WatchTraceRequest request, StreamObserver<TraceChunk> observer) {
    feed(aggregator.watchTrace(), observer);
  }

  @Override
  public void dumpTrace(DumpTraceRequest request, StreamObserver<TraceChunk> observer) {
    if (!aggregator.isFlightRecording()) {
      observer.onError(Calls.flightRecorderOff());
      return;
    }
    Duration last = null;
    if (request.hasLast()) {
      last = Duration.ofSeconds(request.getLast().getSeconds(), request.getLast().getNanos());
      if (last.isNegative()) {
        observer.onError(Calls.negativeLast(last));
        return;
      }
    }
    feed(aggregator.dumpTrace(last), observer);
  }

  private void feed(@Nullable TraceReader reader, StreamObserver<TraceChunk> observer) {
    if (reader == null) {
      observer.onError(Calls.tooManyClients());
    } else {
      new TraceFeed(observer, publisher, reader, clock, recorder.clock()).open();
    }
  }

  @Override
  public void watchWakes(WatchWakesRequest request, StreamObserver<WakesUpdate> observer) {
    new WakesFeed(observer, publisher, aggregator.readWakes(), clock).open();
  }

  @Override
  public void watchRecorder(WatchRecorderRequest request, StreamObserver<RecorderState> observer) {
    new RecorderFeed(observer, publisher, state).open();
  }

  @Override
  public void watchWorkers(WatchWorkersRequest request, StreamObserver<WorkersUpdate> observer) {
    new WorkersFeed(observer, publisher, recorder, clock).open();
  }
}
