package dev.kioto.console.ui.link;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ListQuery;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks for the resources of the watched target while somebody looks at them.
final class ResourcesFeed implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int MOST = 500;

  private final ConsoleClient client;
  private final Pulse.Inlet<ConsoleNews> in;
  private final Repeater repeater = new Repeater("resources", EVERY, this::ask);
  // Written by the UI thread, read by the repeater.
  private volatile @Nullable String targetId;
  private volatile @Nullable ResourceRequest request;
  private volatile boolean paused;

  ResourcesFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    this.client = client;
    in = pulse.inlet(receiver);
  }

  void start() {
    repeater.start();
  }

  void watch(@Nullable String target) {
    targetId = target;
    repeater.kick();
  }

  void want(@Nullable ResourceRequest wanted) {
    request = wanted;
    repeater.kick();
  }

  void pause(boolean on) {
    paused = on;
    if (!on) {
      repeater.kick();
    }
  }

  private void ask() {
    var target = targetId;
    var wanted = request;
    if (target == null || wanted == null || paused) {
      return;
    }
    try {
      var query = new ListQuery(Map.of("filter", wanted.filter(), "state", wanted.state()), wanted.sort(), MOST, null);
      in.offer(new ConsoleNews.Resources(target, wanted, client.resources(target, query)));
    } catch (ConsoleClientException e) {
      in.offer(new ConsoleNews.ResourcesFailed(target, wanted, ConsoleLink.sentence(e)));
    }
  }

  @Override
  public void close() {
    repeater.close();
  }
}
