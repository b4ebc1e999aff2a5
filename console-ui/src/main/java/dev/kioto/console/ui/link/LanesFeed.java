package dev.kioto.console.ui.link;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks for the lanes of the watched target: once for each request, of which only the newest counts.
final class LanesFeed implements AutoCloseable {
  private static final Duration EVERY = Duration.ofDays(1); // when somebody asks

  private final ConsoleClient client;
  private final Pulse.Inlet<ConsoleNews> in;
  private final Repeater repeater = new Repeater("lanes", EVERY, this::ask);
  // Written by the UI thread, read by the repeater.
  private volatile @Nullable String targetId;
  private volatile @Nullable LaneRequest request;

  LanesFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    this.client = client;
    in = pulse.inlet(receiver);
  }

  void start() {
    repeater.start();
  }

  void watch(@Nullable String target) {
    targetId = target;
  }

  void want(@Nullable LaneRequest wanted) {
    request = wanted;
    if (wanted != null) {
      repeater.kick();
    }
  }

  private void ask() {
    var target = targetId;
    var wanted = request;
    if (target == null || wanted == null) {
      return;
    }
    try {
      in.offer(
          new ConsoleNews.Lanes(target, wanted, client.lanes(target, wanted.from(), wanted.to(), wanted.pixels())));
    } catch (ConsoleClientException e) {
      in.offer(new ConsoleNews.LanesFailed(target, wanted, ConsoleLink.sentence(e)));
    }
  }

  @Override
  public void close() {
    repeater.close();
  }
}
