package dev.kioto.console.diagnosis;

import dev.kioto.console.model.ResourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A channel without a bound gets longer all the time: what is sent is never received, until there is no memory left.
final class ChannelGrowth implements RunDetector {

  private static final String WINDOW = "window";
  private static final String GROWTH = "growth";
  private static final int STEPS = 3; // of the window, in each of which it must have grown: a burst is not growth
  private static final int LEAST_STEP_PERCENT = 10; // of the whole growth

  private final Channels<Seen> channels = new Channels<>();

  private record Seen(Subject channel, long at, long length, long received, long senders, long receiver)
      implements Channels.Seen {
  }

  @Override
  public String id() {
    return "channel-growth";
  }

  @Override
  public String meaning() {
    return "A channel without a bound gets longer all the time: messages come faster than they are received.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(WINDOW, "how long it has grown without a break", 3_000_000_000L),
        Threshold.count(GROWTH, "how many messages it grew by", 100)); // a guess: more than a burst leaves for so long
  }

  @Override
  public Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.RESOURCES);
    if (missing != null) return new Verdict.CannotTell(missing);
    long window = limits.get(WINDOW);
    channels.add(run.model().resources().channels(ChannelGrowth::seen), window, run.steadySince());
    var findings = new ArrayList<Finding>();
    for (var track : channels.all()) {
      if (grows(track, window, limits.get(GROWTH))) findings.add(finding(track, run));
    }
    return new Verdict.Found(findings);
  }

  private static @Nullable Seen seen(ResourceRecord channel, long asOf) {
    boolean unbounded = channel.type().equals("Mpsc") && channel.number("max_capacity", 0) == Integer.MAX_VALUE;
    long length = unbounded ? channel.number("length", 0) : 0;
    if (length == 0) return null;
    return new Seen(Channels.subject(channel), asOf, length, channel.number("received", 0),
        channel.number("senders", 0),
        channel.number("receiver_task", 0));
  }

  private static boolean grows(Track<Seen> track, long window, long growth) {
    if (!track.covers(window)) return false;
    long grown = track.last().length() - track.first().length();
    if (grown < growth) return false;
    long before = track.first().length();
    for (int i = 1; i <= STEPS; i++) {
      var point = track.notAfter(track.last().at() - window + window * i / STEPS);
      if (point == null || point.length() - before < grown * LEAST_STEP_PERCENT / 100) return false;
      before = point.length();
    }
    return true;
  }

  private static Finding finding(Track<Seen> track, RunView run) {
    var now = track.last();
    double seconds = track.nanos() / 1e9;
    long grown = now.length() - track.first().length();
    long received = Math.round((now.received() - track.first().received()) / seconds);
    long sent = Math.round(grown / seconds) + received;
    var receiver = Channels.task(run, now.receiver());
    var finding = Finding.of(Severity.WARNING, now.channel())
        .title("A channel without a bound only grows")
        .sentence("%s holds %d messages, %d more than %s before: %d come each second, and %s receives %d."
            .formatted(Channels.called(now.channel()), now.length(), grown, Say.duration(track.nanos()), sent,
                Channels.receiver(receiver), received))
        .advice(
            "Give the channel a bound, so that who sends waits; or receive faster: many messages at once by recvMany, or "
                + "several tasks.")
        .evidence("Messages", now.length(), Unit.COUNT)
        .evidence("Growth", Math.round(grown / seconds), Unit.PER_SECOND)
        .evidence("Received", received, Unit.PER_SECOND)
        .evidence("Sent", sent, Unit.PER_SECOND)
        .evidence("Over", track.nanos(), Unit.NANOS)
        .evidence("Senders", now.senders(), Unit.COUNT);
    if (receiver != null) finding.cause(receiver);
    return finding.build();
  }
}
