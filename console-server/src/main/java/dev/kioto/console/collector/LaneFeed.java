package dev.kioto.console.collector;

import dev.kioto.console.lanes.LaneLog;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The events of a program, while somebody looks at them: those that its flight recorder has, and then those that happen. It ends by
/// itself when nobody has asked for a while, and when the program is gone. Any thread may ask.
public final class LaneFeed {

  private static final Logger LOG = LoggerFactory.getLogger(LaneFeed.class);
  private static final Duration PAST = Duration.ofSeconds(30);
  private static final long FIRST_ANSWER_MILLIS = 1_500;
  private static final long UNASKED_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final LaneLog log = new LaneLog();
  private final String runId;
  private final Dump live;
  private final CountDownLatch pastRead = new CountDownLatch(1);
  private volatile long asked = System.nanoTime(); // by any thread; the last one wins
  private volatile boolean ended; // set by the thread that reads

  private LaneFeed(String runId, Dump live) {
    this.runId = runId;
    this.live = live;
  }

  /// Begins to read.
  ///
  /// @throws TargetException if the program cannot tell, refuses, or is not there
  public static LaneFeed open(WatchedTarget target) throws TargetException {
    var commands = target.commands();
    // The present first: what happens while the past is read waits in the program, and nothing is between the two.
    var feed = new LaneFeed(target.run().id(), commands.watchTrace());
    Thread.ofVirtual().name("kioto-lanes-" + target.id()).start(() -> feed.read(commands));
    Thread.ofVirtual().name("kioto-lanes-end-" + target.id()).start(feed::endUnasked);
    return feed;
  }

  private void read(Commands commands) {
    try (live) {
      try (var past = commands.dump(PAST.toNanos())) {
        past.passTo(log);
      } catch (TargetException e) {
        LOG.debug("No past of lanes: {}", e.getMessage()); // a flight recorder may be off
      }
      log.endPast();
      pastRead.countDown();
      live.passTo(log);
    } finally {
      ended = true;
      pastRead.countDown();
    }
  }

  private void endUnasked() {
    try {
      for (long left = UNASKED_NANOS; left > 0 && !ended; left = UNASKED_NANOS - (System.nanoTime() - asked)) {
        TimeUnit.NANOSECONDS.sleep(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // nobody does; the feed ends then
    } finally {
      live.close();
    }
  }

  /// Whether it reads no more.
  public boolean hasEnded() {
    return ended;
  }

  /// Whether it still reads a run: else open another one.
  public boolean reads(String run) {
    return !ended && runId.equals(run);
  }

  /// The events. Waits a moment for those that happened before it was opened, when asked for the first time.
  public LaneLog log() {
    asked = System.nanoTime();
    try {
      var _ = pastRead.await(FIRST_ANSWER_MILLIS, TimeUnit.MILLISECONDS); // later ones show up as they come
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return log;
  }
}
