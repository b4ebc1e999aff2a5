package dev.kioto.jfr;

import dev.kioto.probe.Probe;
import dev.kioto.probe.ThreadProbe;
import jdk.jfr.Event;
import org.jspecify.annotations.Nullable;

/// The channel of one platform thread, before the one of the probe behind it. Used by its owner alone, and by the virtual
/// thread that it carries.
final class JfrThread extends JfrChannel {
  // A thread that polls inside a poll (a blockOn inside a blocking job) goes this deep before polls make no events.
  private static final int MAX_DEPTH = 16;

  // The polls that the thread is in, outermost first: places 0 to depth - 1. The objects are used again. The task of one whose
  // start was not measured is 0.
  private final @Nullable TaskPoll[] polls = new TaskPoll[MAX_DEPTH];
  private int depth;

  // The last event was written by a virtual thread that this thread carried.
  private boolean carriedWriter;

  // The sleep that the thread is in; null while it is in none that is measured.
  private @Nullable WorkerPark park;

  JfrThread(ThreadProbe next, Probe behind) {
    super(next, behind);
  }

  @Override
  public long pollStarted(long taskId, long scheduledAtNanos, boolean afterPoll) {
    long at = next.pollStarted(taskId, scheduledAtNanos, afterPoll);
    int place = depth++;
    if (!measuresPolls() || place >= MAX_DEPTH) {
      return at;
    }
    var poll = polls[place];
    if (poll == null) {
      poll = new TaskPoll();
      polls[place] = poll;
    }
    long start = at == 0 ? System.nanoTime() : at;
    poll.start(taskId, scheduledAtNanos, start);
    return start;
  }

  @Override
  public long pollEnded(long taskId, int wakersTaken) {
    if (depth > 0 && --depth < MAX_DEPTH) {
      var poll = polls[depth];
      if (poll != null && poll.taskId == taskId) {
        if (poll.finish()) {
          write(poll);
        }
        poll.taskId = 0;
      }
    }
    return instant(next.pollEnded(taskId, wakersTaken));
  }

  @Override
  public void parking() {
    super.parking();
    var event = new WorkerPark();
    park = event.isEnabled() ? event : null;
    event.begin();
  }

  @Override
  void parked(int worker) {
    var event = park;
    park = null;
    if (event != null) {
      event.worker = worker;
      event.end();
      if (event.shouldCommit()) {
        write(event);
      }
    }
  }

  @Override
  void write(Event event) {
    boolean carried = Thread.currentThread().isVirtual();
    if (carriedWriter && !carried) {
      new WriterReset().commit();
    }
    carriedWriter = carried;
    event.commit();
  }
}
