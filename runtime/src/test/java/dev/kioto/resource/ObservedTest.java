package dev.kioto.resource;

import static org.awaitility.Awaitility.await;
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
import dev.kioto.probe.RuntimeView;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.util.List;
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

  private static Runtime observed(Probe probe) {
    return Runtime.builder().workerThreads(1).probe(probe).build();
  }

  @Test
  void resource_usedInsideTheRuntime_isToldOfWithWhoWaitsAndWhoHolds() throws Exception {
    var log = ResourceLog.withPolls();
    var gate = new Gate(); // before there is a runtime
    gate.keeper = 77;
    try (var runtime = observed(log)) {
      var task = runtime.spawn(gate.pass());
      assertEquals("created Gate", log.next());
      assertEquals("started Gate::pass[width=3]", log.next());
      assertEquals("polled Gate::pass false", log.next());
      var view = log.runtime();
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
      assertEquals("polled Gate::pass true", log.next());
      assertEquals("ended Gate::pass", log.next());
      assertEquals(List.of(), view.waitingOperations());
    }
  }

  // The probe is told before the runtime notes that it waits.
  private static OperationView awaitOne(RuntimeView view) {
    await().until(() -> !view.waitingOperations().isEmpty());
    return view.waitingOperations().getFirst();
  }

  @Test
  void operation_givenUp_endsNotReady() throws Exception {
    var log = ResourceLog.withPolls();
    try (var runtime = observed(log)) {
      var task = runtime.spawn(new Gate().pass());
      assertEquals("created Gate", log.next());
      assertEquals("started Gate::pass[width=3]", log.next());
      assertEquals("polled Gate::pass false", log.next());
      task.abort();
      assertEquals("gave up Gate::pass", log.next());
    }
  }

  @Test
  void resource_closedTwice_endsOnce() throws Exception {
    var log = ResourceLog.withPolls();
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
      assertEquals(List.of("created Gate", "started Gate::pass[width=3]", "polled Gate::pass true", "ended Gate::pass",
          "over Gate", "started Gate::pass[width=3]", "polled Gate::pass true", "ended Gate::pass"), log.lines());
      assertEquals(List.of(), log.runtime().resources());
    }
  }

  @Test
  void resource_thatBecomesGarbage_ends() throws Exception {
    var log = ResourceLog.withPolls();
    try (var runtime = observed(log)) {
      runtime.blockOn(Futures.then(Futures.ready(""), _ -> openGate().pass()));
      var view = log.runtime();
      while (!view.resources().isEmpty()) {
        System.gc();
        Thread.onSpinWait();
      }
      assertTrue(log.lines().contains("created Gate"));
      while (!log.lines().contains("over Gate")) {
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
    var log = ResourceLog.withPolls();
    try (var runtime = observed(log)) {
      runtime.blockOn(() -> {
        var made = new Gate();
        made.open();
        made.pass().await();
        return null;
      });
      assertEquals("created Gate", log.next());
      var location = log.runtime().resources().getFirst().location();
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
    var log = ResourceLog.withPolls();
    var gate = openGate();
    try (var runtime = Runtime.builder().workerThreads(2).probe(log).build()) {
      var one = runtime.spawn(() -> gate.observed.resource(gate));
      var two = runtime.spawn(() -> gate.observed.resource(gate));
      assertSame(one.await(), two.await());
      assertEquals(List.of("created Gate"), log.lines());
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
