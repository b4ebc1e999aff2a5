package dev.kioto.console.ui.link;

import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.RunInfo;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks what runs on the server's machine, and more about one target, while somebody wants to know; acts in targets.
final class TargetFeed implements AutoCloseable {
  private static final Duration PROCESSES_EVERY = Duration.ofSeconds(4);
  private static final Duration FACTS_EVERY = Duration.ofSeconds(2);
  private static final int MOST_PROCESSES = 200;
  private static final int NOT_SUPPORTED = 501;

  private final ConsoleClient client;
  private final Pulse.Inlet<ConsoleNews> processesIn;
  private final Pulse.Inlet<ConsoleNews> factsIn;
  private final Pulse.Inlet<ConsoleNews> levelIn;
  private final Pulse.Inlet<ConsoleNews> settingIn;
  private final Pulse.Inlet<ConsoleNews> cancelIn;
  private final Repeater processes = new Repeater("processes", PROCESSES_EVERY, this::askProcesses);
  private final Repeater facts = new Repeater("facts", FACTS_EVERY, this::askFacts);
  // Written by the UI thread, read by the repeaters.
  private volatile boolean processesWanted;
  private volatile @Nullable String targetId;

  TargetFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    this.client = client;
    processesIn = pulse.inlet(receiver);
    factsIn = pulse.inlet(receiver);
    levelIn = pulse.inlet(receiver);
    settingIn = pulse.inlet(receiver);
    cancelIn = pulse.inlet(receiver);
  }

  void start() {
    processes.start();
    facts.start();
  }

  void wantProcesses(boolean wanted) {
    processesWanted = wanted;
    if (wanted) {
      processes.kick();
    }
  }

  void wantFacts(@Nullable String target) {
    targetId = target;
    if (target != null) {
      facts.kick();
    }
  }

  // Not on the UI thread.
  void setLevel(String target, Recorder.Level level) {
    try {
      client.setLevel(target, level);
      levelIn.offer(new ConsoleNews.LevelAnswered(target, ""));
    } catch (ConsoleClientException e) {
      levelIn.offer(new ConsoleNews.LevelAnswered(target, ConsoleLink.sentence(e)));
    }
  }

  // Not on the UI thread.
  void changeSetting(String target, SettingRequest change) {
    try {
      client.changeSetting(target, change);
      settingIn.offer(new ConsoleNews.SettingAnswered(target, change, ""));
      facts.kick();
    } catch (ConsoleClientException e) {
      settingIn.offer(new ConsoleNews.SettingAnswered(target, change, ConsoleLink.sentence(e)));
    }
  }

  // Not on the UI thread.
  void cancel(String target, String taskId) {
    try {
      client.cancel(target, taskId);
      cancelIn.offer(new ConsoleNews.CancelAnswered(target, taskId, ""));
    } catch (ConsoleClientException e) {
      cancelIn.offer(new ConsoleNews.CancelAnswered(target, taskId, ConsoleLink.sentence(e)));
    }
  }

  private void askProcesses() {
    if (!processesWanted) {
      return;
    }
    try {
      processesIn.offer(new ConsoleNews.Processes(client.processes(MOST_PROCESSES, null)));
    } catch (ConsoleClientException e) {
      processesIn.offer(new ConsoleNews.ProcessesFailed(ConsoleLink.sentence(e)));
    }
  }

  private void askFacts() {
    var target = targetId;
    if (target == null) {
      return;
    }
    List<RunInfo> runs = List.of();
    try {
      runs = client.runs(target);
      factsIn.offer(new ConsoleNews.Facts(target,
          new TargetFacts(runs, client.runtimes(target, ListQuery.DEFAULT).runtimes(), "")));
    } catch (ProblemException e) {
      // A program that cannot tell its runtimes says so by its capabilities.
      var problem = e.problem().status() == NOT_SUPPORTED ? "" : ConsoleLink.sentence(e);
      factsIn.offer(new ConsoleNews.Facts(target, new TargetFacts(runs, List.of(), problem)));
    } catch (ConsoleClientException e) {
      factsIn.offer(new ConsoleNews.Facts(target, new TargetFacts(runs, List.of(), ConsoleLink.sentence(e))));
    }
  }

  @Override
  public void close() {
    processes.close();
    facts.close();
  }
}
