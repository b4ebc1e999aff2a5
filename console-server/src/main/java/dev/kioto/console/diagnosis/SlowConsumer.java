package dev.kioto.console.diagnosis;

import dev.kioto.console.model.ResourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A bounded channel is full at every look, and who sends waits long for a place: everything goes at the pace of the receiver.
final class SlowConsumer implements RunDetector {

  private static final String WINDOW = "window";
  private static final String WAIT = "wait";
  private static final int FEWEST_LOOKS = 4;
  private static final int MOST_WAITERS = 5; // that are named

  private final Channels<Seen> channels = new Channels<>();

  private record Seen(Subject channel, long at, long capacity, long received, long waits, long waitNanos, int waiting,
      List<Long> waiters, long receiver) implements Channels.Seen {
  }

  @Override
  public String id() {
    return "slow-consumer";
  }

  @Override
  public String meaning() {
    return "A bounded channel is full all the time, and whoever sends waits long for a place: its receiver is too slow.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(WINDOW, "how long it has been full without a break", 3_000_000_000L),
        Threshold.nanos(WAIT, "how long a send waits on average", 100_000_000L)); // less is what a bound is for
  }

  @Override
  public Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.HOLDERS);
    if (missing != null) return new Verdict.CannotTell(missing);
    long window = limits.get(WINDOW);
    channels.add(run.model().resources().channels(SlowConsumer::full), window, run.steadySince());
    var findings = new ArrayList<Finding>();
    for (var track : channels.all()) {
      long wait = averageWait(track, window);
      if (wait >= limits.get(WAIT)) findings.add(finding(track, wait, run));
    }
    return new Verdict.Found(findings);
  }

  /// Null for a channel that is not full now, which is thereby forgotten.
  private static @Nullable Seen full(ResourceRecord channel, long asOf) {
    int waiting = channel.waiterCount() + channel.waitersLeftOut() + channel.waitingThreads();
    boolean full = channel.type().equals("Mpsc") && channel.number("capacity", 1) == 0 && waiting > 0
        && !channel.flag("receiver_waits") && !channel.flag("closed");
    if (!full) return null;
    var waiters = new ArrayList<Long>();
    for (int i = 0; i < Math.min(MOST_WAITERS, channel.waiterCount()); i++) waiters.add(channel.waiter(i));
    return new Seen(Channels.subject(channel), asOf, channel.number("max_capacity", 0), channel.number("received", 0),
        channel.waits(), channel.waitNanos(), waiting, waiters, channel.number("receiver_task", 0));
  }

  /// How long sends waited that ended in the window; the window when none did, 0 when it was not full for so long.
  private static long averageWait(Track<Seen> track, long window) {
    if (!track.covers(window)) return 0;
    int looks = 0;
    for (var _ : track.all()) looks++;
    if (looks < FEWEST_LOOKS) return 0;
    long waits = track.last().waits() - track.first().waits();
    return waits <= 0 ? window : (track.last().waitNanos() - track.first().waitNanos()) / waits;
  }

  private static Finding finding(Track<Seen> track, long wait, RunView run) {
    var now = track.last();
    double received = (now.received() - track.first().received()) / (track.nanos() / 1e9);
    var receiver = Channels.task(run, now.receiver());
    var finding = Finding.of(Severity.WARNING, now.channel())
        .title("A channel is always full")
        .sentence("%s has been full for %s: %s for a place, %s each on average, as %s receives %s messages a second."
            .formatted(Channels.called(now.channel()), Say.duration(track.nanos()),
                now.waiting() == 1 ? "1 sender waits" : now.waiting() + " senders wait", Say.duration(wait),
                Channels.receiver(receiver), Math.round(received)))
        .advice(
            "Have the receiver do less for each message, take many at once by recvMany, or share the work among several "
                + "tasks. A larger channel only fills later.")
        .evidence("Wait of a send", wait, Unit.NANOS)
        .evidence("Senders that wait", now.waiting(), Unit.COUNT)
        .evidence("Full for", track.nanos(), Unit.NANOS)
        .evidence("Places", now.capacity(), Unit.COUNT)
        .evidence("Received", Math.round(received), Unit.PER_SECOND);
    if (receiver != null) finding.cause(receiver);
    return finding.build();
  }
}
