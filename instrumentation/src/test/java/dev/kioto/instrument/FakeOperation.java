package dev.kioto.instrument;

import dev.kioto.probe.OperationView;

/// A lock of a [FakeResource] that is as the test says.
///
/// @param id of the operation
/// @param resourceId of the resource
/// @param taskId of the task that waits
/// @param isWaiting whether it does
public record FakeOperation(long id, long resourceId, long taskId, boolean isWaiting) implements OperationView {

  @Override
  public String source() {
    return "Mutex::lock";
  }
}
