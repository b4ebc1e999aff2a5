package dev.kioto.resource;

import dev.kioto.probe.Attribute;
import dev.kioto.probe.DeafProbe;
import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A probe of one runtime that writes down what it is told of resources and operations, a line each, and reads from the
/// runtime's view what a console would.
public final class ResourceLog extends DeafProbe {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Map<Long, String> names = new ConcurrentHashMap<>();
  private final CompletableFuture<RuntimeView> runtime = new CompletableFuture<>();
  private final boolean tellsPolls;

  /// One that writes no line for a poll.
  public ResourceLog() {
    this(false);
  }

  private ResourceLog(boolean tellsPolls) {
    this.tellsPolls = tellsPolls;
  }

  static ResourceLog withPolls() {
    return new ResourceLog(true);
  }

  // --- what it was told ---

  /// The next line, waited for: `created Mutex`, `started Mutex::lock[permits_requested=1]`, `ended Mutex::lock`, `gave up
  /// Mutex::lock`, `over Mutex`; and where polls are told of `polled Mutex::lock false`.
  public String next() throws InterruptedException {
    String line = lines.poll(20, TimeUnit.SECONDS);
    return line == null ? "nothing" : line;
  }

  /// The lines that were not taken.
  public List<String> lines() {
    return List.copyOf(lines);
  }

  // --- what it sees ---

  public RuntimeView runtime() {
    return runtime.join();
  }

  /// An edge of the wait-for graph.
  ///
  /// @param owners the tasks that hold what the task waits for, lower ids first
  public record Edge(long waitingTask, String source, String resource, List<Long> owners) {}

  /// What waits for a resource now, and who holds that.
  public List<Edge> edges() {
    var view = runtime();
    return view.waitingOperations().stream().flatMap(operation -> view.resources().stream()
        .filter(resource -> resource.id() == operation.resourceId()).map(resource -> new Edge(operation.taskId(),
            operation.source(), resource.type(), resource.state().owners().stream().sorted().toList())))
        .toList();
  }

  /// The operations that wait now, by source.
  public List<String> waiting() {
    return runtime().waitingOperations().stream().map(OperationView::source).sorted().toList();
  }

  /// The attributes of the only operation with a source that waits, joined by a space.
  public String operation(String source) {
    var found = runtime().waitingOperations().stream().filter(operation -> operation.source().equals(source)).toList();
    return found.size() == 1 ? join(found.getFirst().attributes()) : found.size() + " from " + source;
  }

  /// What the resource of a type says of itself now.
  public List<String> attributes(String type) {
    return runtime().resources().stream().filter(resource -> resource.type().equals(type)).findAny().orElseThrow()
        .state().attributes().stream().map(Object::toString).toList();
  }

  /// The attributes of the only resource of a type: `locked=true`, joined by a space.
  public String state(String type) {
    var found = runtime().resources().stream().filter(resource -> resource.type().equals(type)).toList();
    return found.size() == 1 ? join(found.getFirst().state().attributes()) : found.size() + " of type " + type;
  }

  /// The tasks that hold a resource of a type.
  public List<Long> owners(String type) {
    return runtime().resources().stream().filter(resource -> resource.type().equals(type))
        .flatMap(resource -> resource.state().owners().stream()).toList();
  }

  /// How many resources are told of and not over.
  public int resources() {
    return runtime().resources().size();
  }

  private static String join(List<Attribute> attributes) {
    return attributes.stream().map(Attribute::toString).collect(Collectors.joining(" "));
  }

  // --- the probe ---

  @Override
  public void resourceCreated(ResourceView resource) {
    names.put(resource.id(), resource.type());
    lines.add("created " + resource.type());
  }

  @Override
  public void resourceEnded(long resourceId) {
    lines.add("over " + names.get(resourceId));
  }

  @Override
  public void operationStarted(OperationView operation) {
    names.put(-operation.id(), operation.source());
    lines.add("started " + operation.source() + operation.attributes());
  }

  @Override
  public void operationPolled(long operationId, boolean ready) {
    if (tellsPolls) {
      lines.add("polled " + names.get(-operationId) + " " + ready);
    }
  }

  @Override
  public void operationEnded(long operationId, boolean ready) {
    lines.add((ready ? "ended " : "gave up ") + names.get(-operationId));
  }

  @Override
  public void runtimeStarted(RuntimeView started) {
    runtime.complete(started);
  }
}
