package dev.kioto.console.ui.link;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ListQuery;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks what is wrong with the watched target, again and again, and silences detectors.
final class DiagnosesFeed implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final ListQuery QUERY = ListQuery.DEFAULT.with("state", "all").withLimit(300);

  private final ConsoleClient client;
  private final Pulse.Inlet<ConsoleNews> in;
  private final Repeater repeater = new Repeater("diagnoses", EVERY, this::ask);
  // Written by the UI thread, read by the repeater.
  private volatile @Nullable String targetId;
  private volatile boolean paused;

  DiagnosesFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
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

  void pause(boolean on) {
    paused = on;
    if (!on) {
      repeater.kick();
    }
  }

  // Not on the UI thread.
  void silence(String detector, String site, boolean silent) {
    var target = targetId;
    try {
      client.setSilent(detector, site, silent);
      repeater.kick();
    } catch (ConsoleClientException e) {
      if (target != null) {
        in.offer(new ConsoleNews.DiagnosesFailed(target, ConsoleLink.sentence(e)));
      }
    }
  }

  private void ask() {
    var target = targetId;
    if (target == null || paused) {
      return;
    }
    try {
      in.offer(new ConsoleNews.Diagnoses(target, client.diagnoses(target, QUERY)));
    } catch (ConsoleClientException e) {
      in.offer(new ConsoleNews.DiagnosesFailed(target, ConsoleLink.sentence(e)));
    }
  }

  @Override
  public void close() {
    repeater.close();
  }
}
