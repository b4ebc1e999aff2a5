package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.aggregate.TraceReader;
import dev.kioto.instrument.incident.IncidentWatch;
import dev.kioto.instrument.load.LoadWatch;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.DumpTraceRequest;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.TaskStackRequest;
import dev.kioto.proto.console.v1.TaskStacks;
import dev.kioto.proto.console.v1.TaskStacksRequest;
import dev.kioto.proto.console.v1.TraceChunk;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.WatchIncidentsRequest;
import dev.kioto.proto.console.v1.WatchRecorderRequest;
import dev.kioto.proto.console.v1.WatchResourcesRequest;
import dev.kioto.proto.console.v1.WatchRuntimesRequest;
import dev.kioto.proto.console.v1.WatchTraceRequest;
import dev.kioto.proto.console.v1.WatchWakesRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.proto.console.v1.WorkersUpdate;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Kioto's own protocol, as far as it reads. Calls are answered on the server's threads; the stack of one task is walked there
/// too.
final class ConsoleService extends ConsoleGrpc.ConsoleImplBase implements AutoCloseable {
  private final Program program;
  private final Recorder recorder;
  private final Aggregator aggregator;
  private final Publisher publisher;
  private final WireClock clock;
  private final LiveTasks tasks;
  private final WireStacks stacks;
  private final StackWalks walks;
  private final LoadWatch load;
  private final WireRecorder state;
  private final IncidentWatch watch;

  ConsoleService(Program program, Recorder recorder, Aggregator aggregator, LoadWatch load, IncidentWatch watch,
      Publisher publisher, WireClock clock) {
    this.watch = watch;
    this.program = program;
    this.recorder = recorder;
    this.aggregator = aggregator;
    this.publisher = publisher;
    this.clock = clock;
    tasks = new LiveTasks(recorder, aggregator);
    stacks = new WireStacks(recorder, clock);
    walks = new StackWalks(tasks, stacks, publisher);
    this.load = load;
    state = new WireRecorder(recorder, aggregator, load, publisher, clock);
  }

  /// Ends what answers on threads of its own. Returns when nothing does.
  @Override
  public void close() {
    walks.close();
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<Description> observer) {
    var description = WireProgram.describe(program)
        .addCapabilities(Description.Capability.TASK_STACKS)
        .addCapabilities(Description.Capability.WORKERS)
        .addCapabilities(Description.Capability.WAKES)
        .addCapabilities(Description.Capability.RESOURCES)
        .addCapabilities(Description.Capability.TRACE)
        .addCapabilities(Description.Capability.RECORDER)
        .addCapabilities(Description.Capability.RUNTIMES)
        .setRecorder(state.state());
    if (watch.isOn()) {
      description.addCapabilities(Description.Capability.INCIDENTS);
    }
    if (Rights.mayAct()) {
      description.addCapabilities(Description.Capability.CONTROL);
    }
    observer.onNext(description.build());
    observer.onCompleted();
  }

  /// What goes with this, for callers that may act.
  ControlService control() {
    return new ControlService(recorder, tasks, load.level()::want, state::state);
  }

  @Override
  public void getTaskStack(TaskStackRequest request, StreamObserver<TaskStack> observer) {
    long id = request.getTaskId();
    if (id == 0) {
      observer.onError(Calls.zeroTaskId());
      return;
    }
    var task = tasks.find(id);
    if (task == null) {
      observer.onError(Calls.unknownTask(id));
      return;
    }
    TaskStack stack;
    try {
      stack = stacks.take(id, task);
    } catch (RuntimeException e) {
      observer.onError(Calls.failed("the walk over the stack of task " + id, e));
      return;
    }
    observer.onNext(stack);
    observer.onCompleted();
  }

  @Override
  public void getTaskStacks(TaskStacksRequest request, StreamObserver<TaskStacks> observer) {
    walks.start(request, observer);
  }

  @Override
  public void watchTrace(WatchTraceRequest request, StreamObserver<TraceChunk> observer) {
    feed(aggregator.traces().watch(), observer);
  }

  @Override
  public void dumpTrace(DumpTraceRequest request, StreamObserver<TraceChunk> observer) {
    if (!aggregator.traces().isRecording()) {
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
    feed(aggregator.traces().dump(last), observer);
  }

  private void feed(@Nullable TraceReader reader, StreamObserver<TraceChunk> observer) {
    if (reader == null) {
      observer.onError(Calls.tooManyClients());
    } else {
      new TraceFeed(observer, publisher, reader, clock, recorder.clock()).open();
    }
  }

  @Override
  public void watchIncidents(WatchIncidentsRequest request, StreamObserver<IncidentsUpdate> observer) {
    if (watch.isOn()) {
      new IncidentsFeed(observer, publisher, watch, stacks, recorder, clock).open();
    } else {
      observer.onError(Calls.incidentsOff());
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
  public void watchRuntimes(WatchRuntimesRequest request, StreamObserver<RuntimesUpdate> observer) {
    new RuntimesFeed(observer, publisher, recorder, clock).open();
  }

  @Override
  public void watchWorkers(WatchWorkersRequest request, StreamObserver<WorkersUpdate> observer) {
    new WorkersFeed(observer, publisher, recorder, clock).open();
  }

  @Override
  public void watchResources(WatchResourcesRequest request, StreamObserver<ResourcesUpdate> observer) {
    var subscription = aggregator.subscribeToResources();
    if (subscription == null) {
      observer.onError(Calls.tooManyClients());
      return;
    }
    new ResourcesFeed(observer, publisher, subscription, clock).open();
  }
}
