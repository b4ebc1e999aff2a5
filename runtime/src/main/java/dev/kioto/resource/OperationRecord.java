package dev.kioto.resource;

import dev.kioto.probe.Attribute;
import dev.kioto.probe.OperationView;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One operation as the runtime that observes its resource knows it. Changed by the polling thread, read by any.
final class OperationRecord implements OperationView {
  private static final AtomicLong NEXT_ID = new AtomicLong(1);
  private static final VarHandle OVER = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "over",
      VarHandle.class, OperationRecord.class, boolean.class);

  private final long id = NEXT_ID.getAndIncrement();
  private final Operation<?> operation;
  private final String source;
  private final Resource resource;

  // Both written by the polling thread.
  private volatile long taskId;
  private volatile boolean waiting;

  // The polling thread; read opaque by those who ask.
  private boolean over;

  OperationRecord(Operation<?> operation, Resource resource) {
    this.operation = operation;
    this.source = operation.source();
    this.resource = resource;
    taskId = Owner.current();
    resource.registry().probe().operationStarted(this);
  }

  void pollStarted() {
    if (waiting) { // it may have moved to another task
      taskId = Owner.current();
    }
  }

  void pollEnded(boolean ready) {
    if (over) {
      return;
    }
    if (ready) {
      noLongerWaits();
      var probe = resource.registry().probe();
      probe.operationPolled(id, true);
      probe.operationEnded(id, true);
      return;
    }
    resource.registry().probe().operationPolled(id, false);
    if (!waiting) {
      waiting = true;
      resource.registry().add(this);
    }
  }

  void ended(boolean ready) {
    if (!over) {
      noLongerWaits();
      resource.registry().probe().operationEnded(id, ready);
    }
  }

  // First: it may suspend the virtual thread that calls, which may use another channel to the probe afterwards.
  private void noLongerWaits() {
    OVER.setOpaque(this, true);
    if (waiting) {
      waiting = false;
      resource.registry().remove(this);
    }
  }

  /// Ends this.
  ///
  /// @return what goes on in its place, null when this was over
  @Nullable OperationRecord succeeded() {
    if (over) {
      return null;
    }
    boolean waits = waiting;
    ended(false);
    var next = new OperationRecord(operation, resource);
    next.waiting = waits;
    if (waits) {
      resource.registry().add(next);
    }
    return next;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public long resourceId() {
    return resource.id();
  }

  @Override
  public long taskId() {
    return taskId;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public boolean isWaiting() {
    return waiting;
  }

  @Override
  public boolean isOver() {
    return (boolean) OVER.getOpaque(this);
  }

  @Override
  public List<Attribute> attributes() {
    var attributes = new Attributes();
    operation.describe(attributes);
    return attributes.attributes();
  }

  @Override
  public String toString() {
    return source() + " " + id + " on " + resource + " by task " + taskId;
  }
}
