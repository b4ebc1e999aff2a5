package dev.kioto.console.ui.link;

import dev.kioto.console.api.Series;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks for figures of the watched target: once for each request, of which only the newest counts.
final class SeriesFeed implements AutoCloseable {
  private static final Duration EVERY = Duration.ofDays(1); // when somebody asks

  private final ConsoleClient client;
  private final Pulse.Inlet<ConsoleNews> in;
  private final Repeater repeater = new Repeater("series", EVERY, this::ask);
  // Written by the UI thread, read by the repeater.
  private volatile @Nullable String targetId;
  private volatile @Nullable SeriesRequest request;

  SeriesFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    this.client = client;
    in = pulse.inlet(receiver);
  }

  void start() {
    repeater.start();
  }

  void watch(@Nullable String target) {
    targetId = target;
  }

  void want(@Nullable SeriesRequest wanted) {
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
    var all = new ArrayList<Series>();
    try {
      for (var name : wanted.names()) {
        all.add(client.series(target, name, wanted.from(), wanted.to(), wanted.stepSeconds()));
      }
      in.offer(new ConsoleNews.Figures(target, wanted, all));
    } catch (ConsoleClientException e) {
      in.offer(new ConsoleNews.FiguresFailed(target, ConsoleLink.sentence(e)));
    }
  }

  @Override
  public void close() {
    repeater.close();
  }
}
