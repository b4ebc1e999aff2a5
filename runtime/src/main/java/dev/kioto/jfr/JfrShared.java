package dev.kioto.jfr;

import dev.kioto.probe.Probe;
import dev.kioto.probe.ThreadProbe;
import java.util.concurrent.atomic.AtomicReferenceArray;
import jdk.jfr.Event;

/// The channel of the threads that have none of their own, before the one of the probe behind it. Any thread; nobody waits.
final class JfrShared extends JfrChannel {
  // A power of two. That many polls at once make events, which is more than there are threads inside a blockOn of most
  // programs; of further ones none is recorded.
  private static final int PLACES = 64;

  // The polls that go on. A thread takes a free place by CAS and alone frees it, at the end of the same poll. Another thread
  // that looks for its own task reads the task of a poll that was set before the CAS, and never a task that it polls itself.
  private final AtomicReferenceArray<TaskPoll> open = new AtomicReferenceArray<>(PLACES);

  JfrShared(ThreadProbe next, Probe behind) {
    super(next, behind);
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    long at = next.pollStarted(taskId, scheduledAtNanos, afterPoll);
    if (!measuresPolls()) {
      return at;
    }
    long start = at == 0 ? System.nanoTime() : at;
    var poll = new TaskPoll();
    poll.start(taskId, scheduledAtNanos, start);
    for (int i = 0; i < PLACES; i++) {
      int place = (int) (taskId + i) & (PLACES - 1);
      if (open.getOpaque(place) == null && open.compareAndSet(place, null, poll)) {
        break;
      }
    }
    return start;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    for (int i = 0; i < PLACES; i++) {
      int place = (int) (taskId + i) & (PLACES - 1);
      var poll = open.getAcquire(place);
      if (poll != null && poll.taskId == taskId) {
        open.setRelease(place, null);
        if (poll.finish()) {
          write(poll);
        }
        break;
      }
    }
    return instant(next.pollEnded(taskId, wakersTaken));
  }

  @Override
  void parked(int worker) {} // a worker has a channel of its own

  @Override
  void write(Event event) {
    event.commit();
  }
}
