package dev.kioto.console.diagnosis;

import dev.kioto.console.model.ResourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Receivers of a broadcast channel are so slow that messages are overwritten before they have received them: these are lost.
final class Lagged implements RunDetector {

  private static final String WINDOW = "window";
  private static final String LOST = "lost";

  private final Channels<Seen> channels = new Channels<>();

  private record Seen(Subject channel, long at, long lagged, long sent, long receivers, long capacity, long task)
      implements Channels.Seen {
  }

  @Override
  public String id() {
    return "lagged";
  }

  @Override
  public String meaning() {
    return "Receivers of a broadcast channel fall so far behind that messages are overwritten before they get them.";
  }

  @Override
  public List<Threshold> thresholds() {
    return List.of(Threshold.nanos(WINDOW, "how far it is looked back", 10_000_000_000L),
        Threshold.count(LOST, "how many messages were lost meanwhile", 1));
  }

  @Override
  public Verdict look(RunView run, Limits limits) {
    var missing = run.missing(Source.RESOURCES);
    if (missing != null) return new Verdict.CannotTell(missing);
    channels.add(run.model().resources().channels(Lagged::seen), limits.get(WINDOW), run.steadySince());
    var findings = new ArrayList<Finding>();
    for (var track : channels.all()) {
      long lost = track.last().lagged() - track.first().lagged();
      if (lost >= limits.get(LOST)) findings.add(finding(track, lost, run));
    }
    return new Verdict.Found(findings);
  }

  private static @Nullable Seen seen(ResourceRecord channel, long asOf) {
    if (!channel.type().equals("Broadcast")) return null;
    return new Seen(Channels.subject(channel), asOf, channel.number("lagged", 0), channel.number("sent", 0),
        channel.number("receivers", 0), channel.number("capacity", 0), channel.number("lagged_task", 0));
  }

  private static Finding finding(Track<Seen> track, long lost, RunView run) {
    var now = track.last();
    long sent = now.sent() - track.first().sent();
    var task = Channels.task(run, now.task());
    var finding = Finding.of(Severity.WARNING, now.channel())
        .title("A receiver loses messages")
        .sentence("%s lost %s in %s, of %d that were sent: %s is too slow, and the channel keeps only the last %d."
            .formatted(Channels.called(now.channel()), Say.count(lost, "message"), Say.duration(track.nanos()), sent,
                task == null ? "a receiver" : RunView.called(task), now.capacity()))
        .advice(
            "Have the receiver hand slow work to another task, or take a larger channel; where only the newest value "
                + "matters, a Watch loses none of importance.")
        .evidence("Lost", lost, Unit.COUNT)
        .evidence("Sent", sent, Unit.COUNT)
        .evidence("Over", track.nanos(), Unit.NANOS)
        .evidence("Lost since the start", now.lagged(), Unit.COUNT)
        .evidence("Places", now.capacity(), Unit.COUNT)
        .evidence("Receivers", now.receivers(), Unit.COUNT);
    if (task != null) finding.cause(task);
    return finding.build();
  }
}
