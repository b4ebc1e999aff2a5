package dev.kioto.resource;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.ThreadProbe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A probe that writes down what it is told of resources and operations, a line each.
public final class ResourceLog implements Probe, ThreadProbe {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Map<Long, String> names = new ConcurrentHashMap<>();
  private final CompletableFuture<RuntimeView> runtime = new CompletableFuture<>();

  /// The next line, waited for.
  public String next() throws InterruptedException {
    String line = lines.poll(20, TimeUnit.SECONDS);
    return line == null ? "nothing" : line;
  }

  /// The operations that wait now, by source.
  public List<String> waiting() {
    return runtime.join().waitingOperations().stream().map(OperationView::source).sorted().toList();
  }

  /// What the resource of a type says of itself now.
  public List<String> attributes(String type) {
    return runtime.join().resources().stream().filter(resource -> resource.type().equals(type)).findAny().orElseThrow()
        .state().attributes().stream().map(Object::toString).toList();
  }

  /// How many resources are told of and not over.
  public int resources() {
    return runtime.join().resources().size();
  }

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
  public void operationPolled(long operationId, boolean ready) {}

  @Override
  public void operationEnded(long operationId, boolean ready) {
    lines.add((ready ? "ended " : "gave up ") + names.get(-operationId));
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
  public void runtimeStarted(RuntimeView started) {
    runtime.complete(started);
  }

  @Override
  public void workerHandedOff(RuntimeView view, int worker, long taskId) {}

  @Override
  public void taskPinned(RuntimeView view, int worker, long taskId, long waitedNanos, StackSample stack) {}

  @Override
  public void runtimeStopped(RuntimeView stopped) {}

  @Override
  public long taskSpawned(TaskView task) {
    return 0;
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    return 0;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    return 0;
  }

  @Override
  public long taskWoken(long taskId, long wakerTaskId) {
    return 0;
  }

  @Override
  public void taskEnded(long taskId, TaskOutcome outcome) {}

  @Override
  public void close() {}
}
