package dev.kioto.instrument.aggregate;

import static dev.kioto.instrument.aggregate.Instants.ABSENT;

import dev.kioto.instrument.recorder.ThreadSource;
import dev.kioto.probe.Attribute;
import dev.kioto.probe.OperationView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of one operation on a resource. Guarded by the lock of the aggregator.
///
/// Its figures are sums and extremes, so that the order in which events of different threads arrive does not matter.
final class OperationEntry extends Entry<OperationSnapshot> {
  private static final String UNKNOWN = "";

  // Null until the start has arrived.
  private @Nullable ResourceEntry resource;
  // Null until the start has arrived and after the end: it keeps alive what it is an operation on.
  private @Nullable OperationView view;
  private String source = UNKNOWN;
  // After the end, the task that polled it last.
  private long lastTask;

  private long createdAt = ABSENT;
  private long endedAt = ABSENT;
  private boolean ready;
  private long polls;
  private boolean pending; // a poll was not ready
  // The thread that it was started by; SHARED when that is not one alone, or its events did not come in their order.
  private int startedBy = ThreadSource.SHARED;
  private boolean readyAtOnce;
  private long firstPoll = ABSENT;
  private long lastPoll = ABSENT;

  // Passes that it was there and its task was not.
  int passesWithoutTask;

  // The neighbours among the operations that go on on the same resource.
  @Nullable OperationEntry previousOnResource;
  @Nullable OperationEntry nextOnResource;

  OperationEntry(long id) {
    super(id);
  }

  @Override
  boolean isPlaceholder() {
    return resource == null;
  }

  @Override
  boolean isEnded() {
    return endedAt != ABSENT;
  }

  @Override
  long endedAt() {
    return endedAt;
  }

  @Nullable ResourceEntry resource() {
    return resource;
  }

  String source() {
    return source;
  }

  /// Whether it is over by its own account, which is asked when its end may have been lost.
  boolean isOver() {
    return view != null && view.isOver();
  }

  boolean isWaiting() {
    return view != null && view.isWaiting();
  }

  long taskId() {
    return view == null ? lastTask : view.taskId();
  }

  /// @param by the thread that told of it, if its events come in their order
  void started(OperationView view, ResourceEntry resource, int by, long at) {
    this.view = view;
    this.resource = resource;
    startedBy = by;
    source = view.source();
    createdAt = at;
    pending |= view.isWaiting(); // one that goes on in the place of another waits from the start
  }

  void polled(boolean wasReady, int by, long at) {
    readyAtOnce = wasReady && polls == 0 && by == startedBy && by != ThreadSource.SHARED;
    polls++;
    pending |= !wasReady;
    lastPoll = Instants.later(lastPoll, at);
    if (firstPoll == ABSENT || at - firstPoll < 0) {
      firstPoll = at;
    }
  }

  void ended(boolean wasReady, long at) {
    endedAt = at;
    ready = wasReady;
  }

  /// Lets go of what it is an operation on, once both its start and its end have arrived.
  void release() {
    lastTask = taskId();
    view = null;
  }

  /// Whether it had to wait; of one that goes on, as far as it is known.
  boolean hasWaited() {
    return pending || isWaiting();
  }

  /// How long it was there; negative when it did not have to wait. Asked after its end.
  long waitedNanos() {
    return hasWaited() ? Math.max(0, endedAt - createdAt) : -1;
  }

  /// Whether no event of it can be missing: the thread that started it told next that it was ready, and then that it ended.
  boolean isComplete() {
    return isEnded() && readyAtOnce;
  }

  @Override
  OperationSnapshot snapshot() {
    if (resource == null) {
      throw new IllegalStateException("operation " + id + " has no start to show");
    }
    List<Attribute> attributes = view == null ? List.of() : StateReader.read(view);
    return new OperationSnapshot(id, resource.id, source, taskId(), createdAt, endedAt, ready, polls, firstPoll,
        lastPoll, isWaiting(), attributes);
  }
}
