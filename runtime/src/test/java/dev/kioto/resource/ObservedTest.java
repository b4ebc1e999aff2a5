package dev.kioto.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kioto.future.Context;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.Attribute;
import dev.kioto.probe.OperationView;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ResourceKind;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskView;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a probe is told of resources, by one that is made for the purpose: a gate that opens once.
@Timeout(60)
final class ObservedTest {
  private static final ResourceType<Gate> GATE = ResourceType.of("Gate", ResourceKind.SYNC,
      (gate, out) -> out.set("open", gate.open).set("delay", 5, "ms").owner(gate.keeper).owner(0));

  private static final class Gate {
    final Observed observed = Observed.of(GATE);
    volatile long keeper;
    volatile boolean open;
    final AtomicReference<@Nullable Waker> waker = new AtomicReference<>();

    Operation<@Nullable Void> pass() {
      return new Pass(this);
    }

    void open() {
      open = true;
      var waiting = waker.get();
      if (waiting != null) {
        waiting.wake();
      }
    }
  }

  private static final class Pass extends Operation<@Nullable Void> {
    private final Gate gate;

    Pass(Gate gate) {
      this.gate = gate;
    }

    @Override
    protected String source() {
      return "Gate::pass";
    }

    @Override
    protected @Nullable Resource resource() {
      return gate.observed.resource(gate);
    }

    @Override
    protected Poll<@Nullable Void> step(Context cx) {
      gate.waker.set(cx.waker());
      return gate.open ? Poll.ready(null) : Poll.pending();
    }

    @Override
    protected void describe(Attributes out) {
      out.set("width", 3);
    }
  }

  /// Writes down what it is told of resources.
  private static final class Log implements Probe, ThreadProbe {
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    final BlockingQueue<RuntimeView> runtimes = new LinkedBlockingQueue<>();

    String next() throws InterruptedException {
      String line = lines.poll(30, TimeUnit.SECONDS);
      return line == null ? "nothing" : line;
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
    public void runtimeStarted(RuntimeView runtime) {
      runtimes.add(runtime);
    }

    @Override
    public void taskPinned(RuntimeView runtime, int worker, long taskId, long sinceNanos, StackSample stack) {}

    @Override
    public void workerHandedOff(RuntimeView runtime, int worker, long taskId) {}

    @Override
    public void runtimeStopped(RuntimeView runtime) {}

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
    public void resourceCreated(ResourceView resource) {
      lines.add("created " + resource.type());
    }

    @Override
    public void resourceEnded(long resourceId) {
      lines.add("ended resource");
    }

    @Override
    public void operationStarted(OperationView operation) {
      lines.add("started " + operation.source() + " by " + operation.taskId());
    }

    @Override
    public void operationPolled(long operationId, boolean ready) {
      lines.add("polled " + ready);
    }

    @Override
    public void operationEnded(long operationId, boolean ready) {
      lines.add("ended " + ready);
    }

    @Override
    public void close() {}
  }

  private static Runtime observed(Probe probe) {
    return Runtime.builder().workerThreads(1).probe(probe).build();
  }

  @Test
  void resource_usedInsideTheRuntime_isToldOfWithWhoWaitsAndWhoHolds() throws Exception {
    var log = new Log();
    var gate = new Gate(); // before there is a runtime
    gate.keeper = 77;
    try (var runtime = observed(log)) {
      var task = runtime.spawn(gate.pass());
      assertEquals("created Gate", log.next());
      assertEquals("started Gate::pass by " + task.id(), log.next());
      assertEquals("polled false", log.next());
      var view = log.runtimes.take();
      var waiting = awaitOne(view);
      assertEquals(task.id(), waiting.taskId());
      assertTrue(waiting.isWaiting());
      assertEquals(List.of(new Attribute("width", 3L, "")), waiting.attributes());
      var resource = view.resources().getFirst();
      assertEquals(waiting.resourceId(), resource.id());
      assertEquals(view.id(), resource.runtimeId());
      assertEquals(List.of(77L), resource.state().owners());
      assertEquals(List.of("open=false", "delay=5ms"),
          resource.state().attributes().stream().map(Attribute::toString).toList());
      assertNull(resource.location(), "it was made before anything was observed");
      gate.open();
      task.await();
      assertEquals("polled true", log.next());
      assertEquals("ended true", log.next());
      assertEquals(List.of(), view.waitingOperations());
    }
  }

  // The probe is told before the runtime notes that it waits.
  private static OperationView awaitOne(RuntimeView view) {
    while (view.waitingOperations().isEmpty()) {
      Thread.onSpinWait();
    }
    return view.waitingOperations().getFirst();
  }

  @Test
  void operation_givenUp_endsNotReady() throws Exception {
    var log = new Log();
    try (var runtime = observed(log)) {
      var task = runtime.spawn(new Gate().pass());
      assertEquals("created Gate", log.next());
      assertEquals("started Gate::pass by " + task.id(), log.next());
      assertEquals("polled false", log.next());
      task.abort();
      assertEquals("ended false", log.next());
    }
  }

  @Test
  void resource_closedTwice_endsOnce() throws Exception {
    var log = new Log();
    try (var runtime = observed(log)) {
      runtime.spawn(() -> {
        var gate = new Gate();
        gate.open();
        gate.pass().await();
        gate.observed.close();
        gate.observed.close();
        gate.pass().await(); // what is over can still be used: it is told of once
        return null;
      }).await();
      assertEquals(List.of("created Gate", "started", "polled true", "ended true", "ended resource", "started",
          "polled true", "ended true"),
          log.lines.stream().map(line -> line.replaceAll("started .*", "started")).toList());
      assertEquals(List.of(), log.runtimes.take().resources());
    }
  }

  @Test
  void resource_thatBecomesGarbage_ends() throws Exception {
    var log = new Log();
    try (var runtime = observed(log)) {
      runtime.blockOn(Futures.then(Futures.ready(""), _ -> openGate().pass()));
      var view = log.runtimes.take();
      while (!view.resources().isEmpty()) {
        System.gc();
        Thread.onSpinWait();
      }
      assertTrue(log.lines.contains("created Gate"));
      while (!log.lines.contains("ended resource")) {
        Thread.onSpinWait();
      }
    }
  }

  private static Gate openGate() {
    var gate = new Gate();
    gate.open();
    return gate;
  }

  @Test
  void resource_madeInsideTheRuntime_knowsWhere() throws Exception {
    var log = new Log();
    try (var runtime = observed(log)) {
      runtime.blockOn(() -> {
        var made = new Gate();
        made.open();
        made.pass().await();
        return null;
      });
      assertEquals("created Gate", log.next());
      var location = log.runtimes.take().resources().getFirst().location();
      // Frames of this package are passed over as the library's own: the next is the runtime's caller, a thread or JUnit.
      assertTrue(location != null && !location.getClassName().startsWith("dev.kioto.resource."), () -> "" + location);
    }
  }

  @Test
  void resource_usedWithoutAProbe_isToldToNobody() {
    var gate = openGate();
    try (var runtime = Runtime.builder().workerThreads(1).build()) {
      runtime.blockOn(gate.pass());
      assertNull(gate.observed.resource(gate));
      assertNull(runtime.blockOn(Futures.then(Futures.ready(""), _ -> Futures.ready(gate.observed.resource(gate)))));
    }
    gate.pass().await();
    assertNull(gate.observed.resource(gate));
  }

  @Test
  void resource_askedForByTwoThreads_isOne() throws Exception {
    var log = new Log();
    var gate = openGate();
    try (var runtime = Runtime.builder().workerThreads(2).probe(log).build()) {
      var one = runtime.spawn(() -> gate.observed.resource(gate));
      var two = runtime.spawn(() -> gate.observed.resource(gate));
      assertSame(one.await(), two.await());
      assertEquals(List.of("created Gate"), List.copyOf(log.lines));
    }
  }

  @Test
  void attribute_ofAnotherType_isRefused() {
    var refused = assertThrows(IllegalArgumentException.class, () -> new Attribute("width", 3, ""));
    assertEquals("attribute 'width' must be a Long, a Boolean or a String, but is a java.lang.Integer",
        refused.getMessage());
  }

  @Test
  void owner_outsideATask_isZero() {
    assertEquals(0, Owner.current());
    try (var runtime = Runtime.builder().workerThreads(1).build()) {
      var task = runtime.spawn(() -> Owner.current());
      assertEquals(task.id(), task.await());
      assertEquals(true, runtime.spawn(() -> Owner.current() == Task.id()).await());
    }
  }
}
