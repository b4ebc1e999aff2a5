package dev.kioto.sync;

import dev.kioto.probe.Attribute;
import dev.kioto.probe.OperationView;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps what it is told of resources and operations of one runtime, and reads from its view what a console would.
final class CollectingProbe implements Probe, ThreadProbe {
  private final Queue<String> sources = new ConcurrentLinkedQueue<>();
  private volatile @Nullable RuntimeView runtime;

  /// An edge of the wait-for graph.
  record Edge(long waitingTask, String source, String resource, List<Long> owners) {}

  /// The sources of the operations that were started, in order.
  List<String> sources() {
    return List.copyOf(sources);
  }

  /// What waits for a resource now, and who holds that.
  List<Edge> edges() {
    var view = view();
    return view.waitingOperations().stream().flatMap(operation -> view.resources().stream()
        .filter(resource -> resource.id() == operation.resourceId())
        .map(resource -> new Edge(operation.taskId(), operation.source(), resource.type(), resource.state().owners())))
        .toList();
  }

  /// The attributes of the only resource of a type: `locked=true`, joined by a space.
  String state(String type) {
    var found = view().resources().stream().filter(resource -> resource.type().equals(type)).toList();
    return found.size() == 1 ? join(found.getFirst().state().attributes()) : found.size() + " of type " + type;
  }

  /// The attributes of the only operation with a source that waits.
  String operation(String source) {
    var found = view().waitingOperations().stream().filter(operation -> operation.source().equals(source)).toList();
    return found.size() == 1 ? join(found.getFirst().attributes()) : found.size() + " from " + source;
  }

  List<Long> owners(String type) {
    return view().resources().stream().filter(resource -> resource.type().equals(type))
        .flatMap(resource -> resource.state().owners().stream()).toList();
  }

  private static String join(List<Attribute> attributes) {
    return attributes.stream().map(Attribute::toString).collect(Collectors.joining(" "));
  }

  private RuntimeView view() {
    var started = runtime;
    if (started == null) {
      throw new AssertionError("the runtime has not started");
    }
    return started;
  }

  @Override
  public void resourceCreated(ResourceView resource) {}

  @Override
  public void operationStarted(OperationView operation) {
    sources.add(operation.source());
  }

  @Override
  public void runtimeStarted(RuntimeView started) {
    runtime = started;
  }

  @Override
  public boolean enabled() {
    return true;
  }

  @Override
  public ThreadProbe openThread(String threadName) {
    return this;
  }

  @Override
  public ThreadProbe shared() {
    return this;
  }

  @Override
  public void workerHandedOff(RuntimeView of, int worker, long taskId) {}

  @Override
  public void taskPinned(RuntimeView of, int worker, long taskId, long sinceNanos, StackSample stack) {}

  @Override
  public void runtimeStopped(RuntimeView of) {}

  @Override
  public long taskSpawned(TaskView task) {
    return 1;
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    return 1;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    return 1;
  }

  @Override
  public long taskWoken(long taskId, long wakerTaskId) {
    return 1;
  }

  @Override
  public void taskEnded(long taskId, TaskOutcome outcome) {}

  @Override
  public void close() {}
}
