package dev.kioto.console.ui.link;

import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.LabClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks what the threads of runs of an experiment did, once each time that something else is wanted.
final class RunLanesFeed implements AutoCloseable {
  private static final Duration NEVER = Duration.ofDays(1);

  private final LabClient lab;
  private final Pulse.Inlet<ConsoleNews> in;
  private final Repeater repeater = new Repeater("run-lanes", NEVER, this::ask);
  // Written by the UI thread, read by the repeater.
  private volatile @Nullable RunLanesRequest wanted;

  RunLanesFeed(LabClient lab, Pulse pulse, Consumer<ConsoleNews> receiver) {
    this.lab = lab;
    in = pulse.inlet(receiver);
  }

  void start() {
    repeater.start();
  }

  void want(@Nullable RunLanesRequest now) {
    wanted = now;
    repeater.kick();
  }

  private void ask() {
    var now = wanted;
    if (now == null) {
      return;
    }
    var answers = new ArrayList<RunLanesAnswer>();
    for (var part : now.parts()) {
      try {
        answers.add(new RunLanesAnswer(part.runId(),
            lab.lanes(now.experimentId(), part.runId(), part.from(), part.to(), now.pixels()), ""));
      } catch (ConsoleClientException e) {
        answers.add(new RunLanesAnswer(part.runId(), null, ConsoleLink.sentence(e)));
      }
    }
    in.offer(new ConsoleNews.RunLanes(now, answers));
  }

  @Override
  public void close() {
    repeater.close();
  }
}
