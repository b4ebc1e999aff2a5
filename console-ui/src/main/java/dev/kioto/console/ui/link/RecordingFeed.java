package dev.kioto.console.ui.link;

import dev.kioto.console.api.Recording;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Begins and ends recordings of the watched target, and asks how they are. Its methods are called by the UI thread.
final class RecordingFeed {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int NEWEST = 50;

  private final ConsoleClient client;
  private final Watched watched;
  private final Pulse.Inlet<ConsoleNews> in;
  private final Feed<String> feed;

  RecordingFeed(ConsoleClient client, Feed.Common common) {
    this.client = client;
    watched = common.watched();
    in = common.pulse().inlet(common.receiver());
    feed = Feed.followed("recording", EVERY, common, this::ask,
        // A server without a folder has no recordings: that is said to whoever begins one.
        (look, _, _) -> new ConsoleNews.Recorded(look.targetId(), null));
  }

  Feed<String> feed() {
    return feed;
  }

  void begin() {
    aside(look -> () -> client.record(look.targetId()));
  }

  void end(String recordingId) {
    aside(_ -> () -> client.stopRecording(recordingId));
  }

  void follow(@Nullable String recordingId) {
    boolean one = recordingId != null && !recordingId.isEmpty();
    if (one) {
      feed.turnTo(recordingId);
    } else {
      feed.want(recordingId);
    }
    feed.follow(one);
  }

  private interface Action {
    Supplier<Recording> of(Watched.Look look);
  }

  private void aside(Action action) {
    var look = watched.look();
    if (look != null) {
      Thread.ofVirtual().name("kioto-ui-record").start(() -> {
        try {
          in.offer(new ConsoleNews.Recorded(look.targetId(), action.of(look).get()));
        } catch (ConsoleClientException e) {
          in.offer(new ConsoleNews.NotRecorded(look.targetId(), ConsoleLink.sentence(e)));
        }
      });
    }
  }

  private ConsoleNews.OfTarget ask(Watched.Look look, String recordingId) {
    if (!recordingId.isEmpty()) {
      return new ConsoleNews.Recorded(look.targetId(), client.recording(recordingId));
    }
    var address = client.target(look.targetId()).address();
    return new ConsoleNews.Recorded(look.targetId(), client.recordings(NEWEST, null).recordings().stream()
        .filter(one -> one.state() == Recording.State.RECORDING && one.recorded().equals(address)).findFirst()
        .orElse(null));
  }
}
