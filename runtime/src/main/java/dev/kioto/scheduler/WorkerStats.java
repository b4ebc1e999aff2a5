package dev.kioto.scheduler;

import dev.kioto.probe.WorkerView;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What a worker tells of itself. Every field is written by the worker's thread alone, opaque, and read opaque by any
/// thread: each figure is whole and a moment old, and no order among them is promised.
@SuppressWarnings("UnusedVariable") // fields are read through their handles
final class WorkerStats implements WorkerView {
  private static final VarHandle STATE = handle("state", State.class);
  private static final VarHandle TASK = handle("task", long.class);
  private static final VarHandle POLL_STARTED = handle("pollStarted", long.class);
  private static final VarHandle POLLS = handle("polls", long.class);
  private static final VarHandle BUSY = handle("busy", long.class);
  private static final VarHandle PARKS = handle("parks", long.class);
  private static final VarHandle OVERFLOWS = handle("overflows", long.class);
  private static final VarHandle NOOPS = handle("noops", long.class);

  private final Worker worker;
  private final LocalQueue.StealCount steals = new LocalQueue.StealCount();
  private State state = State.PARKED;
  private long task;
  private long pollStarted;
  private long polls;
  private long busy;
  private long parks;
  private long overflows;
  private long noops;
  private long unparkedAt = System.nanoTime();

  WorkerStats(Worker worker) {
    this.worker = worker;
  }

  private static VarHandle handle(String field, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), field, VarHandle.class, WorkerStats.class, type);
  }

  LocalQueue.StealCount steals() {
    return steals;
  }

  void searching() {
    STATE.setOpaque(this, State.SEARCHING);
  }

  void pollStarted(long taskId, long atNanos) {
    POLL_STARTED.setOpaque(this, atNanos);
    TASK.setOpaque(this, taskId);
    STATE.setOpaque(this, State.POLLING);
  }

  void pollEnded() {
    TASK.setOpaque(this, 0L);
    POLLS.setOpaque(this, polls + 1);
  }

  void overflowed() {
    OVERFLOWS.setOpaque(this, overflows + 1);
  }

  void parked(boolean noop) {
    BUSY.setOpaque(this, busy + (System.nanoTime() - unparkedAt));
    PARKS.setOpaque(this, parks + 1);
    if (noop) {
      NOOPS.setOpaque(this, noops + 1);
    }
    STATE.setOpaque(this, State.PARKED);
  }

  void unparked() {
    unparkedAt = System.nanoTime();
    STATE.setOpaque(this, State.SEARCHING);
  }

  void stopped() {
    STATE.setOpaque(this, State.STOPPED);
  }

  @Override
  public int index() {
    return worker.index();
  }

  @Override
  public String threadName() {
    return worker.thread().getName();
  }

  @Override
  public State state() {
    return (State) STATE.getOpaque(this);
  }

  @Override
  public long currentTaskId() {
    return (long) TASK.getOpaque(this);
  }

  @Override
  public long pollStartedNanos() {
    return (long) POLL_STARTED.getOpaque(this);
  }

  @Override
  public long pollCount() {
    return (long) POLLS.getOpaque(this);
  }

  @Override
  public long busyNanos() {
    return (long) BUSY.getOpaque(this);
  }

  @Override
  public long parkCount() {
    return (long) PARKS.getOpaque(this);
  }

  @Override
  public long stealCount() {
    return steals.tasks();
  }

  @Override
  public long stealOperations() {
    return steals.operations();
  }

  @Override
  public long overflowCount() {
    return (long) OVERFLOWS.getOpaque(this);
  }

  @Override
  public long noopCount() {
    return (long) NOOPS.getOpaque(this);
  }

  @Override
  public int localQueueDepth() {
    return worker.localDepth();
  }
}
