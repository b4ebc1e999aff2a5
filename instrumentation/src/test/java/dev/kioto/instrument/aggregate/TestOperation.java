package dev.kioto.instrument.aggregate;

import dev.kioto.probe.OperationView;

/// An operation that is what the test says.
final class TestOperation implements OperationView {
  private final long id;
  private final long resourceId;
  long taskId;
  boolean waiting;
  boolean over;

  TestOperation(long id, long resourceId, long taskId) {
    this.id = id;
    this.resourceId = resourceId;
    this.taskId = taskId;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public long resourceId() {
    return resourceId;
  }

  @Override
  public long taskId() {
    return taskId;
  }

  @Override
  public String source() {
    return "Mutex::lock";
  }

  @Override
  public boolean isWaiting() {
    return waiting;
  }

  @Override
  public boolean isOver() {
    return over;
  }
}
