package dev.kioto.console.ui.link;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks about the inspected task: its details again and again, its stack and why it waits when somebody wants to know.
final class TaskFeed implements AutoCloseable {
  private static final Duration DETAIL_EVERY = Duration.ofMillis(500);
  private static final Duration STACK_EVERY = Duration.ofSeconds(1);
  private static final Duration WHY_EVERY = Duration.ofDays(1); // when somebody asks

  private final ConsoleClient client;
  private final Repeater details = new Repeater("task", DETAIL_EVERY, this::askDetail);
  private final Repeater stacks = new Repeater("stack", STACK_EVERY, this::askStack);
  private final Repeater reasons = new Repeater("why", WHY_EVERY, this::tellWhy);
  private final List<Repeater> repeaters = List.of(details, stacks, reasons);
  private final Pulse.Inlet<ConsoleNews> detailIn;
  private final Pulse.Inlet<ConsoleNews> stackIn;
  private final Pulse.Inlet<ConsoleNews> whyIn;

  // Written by the UI thread, read by the repeaters.
  private volatile @Nullable String targetId;
  private volatile @Nullable String taskId;
  private volatile boolean paused;
  private volatile boolean follow;
  // Set by the UI thread, cleared by the repeater that asks.
  private volatile boolean stackWanted;
  private volatile boolean whyWanted;

  TaskFeed(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    this.client = client;
    detailIn = pulse.inlet(receiver);
    stackIn = pulse.inlet(receiver);
    whyIn = pulse.inlet(receiver);
  }

  void start() {
    repeaters.forEach(Repeater::start);
  }

  void watch(@Nullable String target) {
    targetId = target;
  }

  void inspect(@Nullable String task) {
    taskId = task;
    details.kick();
    askWhy();
  }

  void readStack() {
    stackWanted = true;
    stacks.kick();
  }

  void followStack(boolean on) {
    follow = on;
    if (on) {
      stacks.kick();
    }
  }

  void askWhy() {
    whyWanted = true;
    reasons.kick();
  }

  void pause(boolean on) {
    paused = on;
    if (!on) {
      details.kick();
    }
  }

  private void askDetail() {
    var target = targetId;
    var task = taskId;
    if (target == null || task == null || paused) {
      return;
    }
    try {
      detailIn.offer(new ConsoleNews.Detail(target, task, client.task(target, task)));
    } catch (ProblemException e) {
      detailIn.offer(e.problem().status() == 404 ? new ConsoleNews.TaskGone(target, task, ConsoleLink.sentence(e))
          : new ConsoleNews.DetailFailed(target, task, ConsoleLink.sentence(e)));
    } catch (ConsoleClientException e) {
      detailIn.offer(new ConsoleNews.DetailFailed(target, task, ConsoleLink.sentence(e)));
    }
  }

  private void askStack() {
    var target = targetId;
    var task = taskId;
    if (target == null || task == null || !(stackWanted || (follow && !paused))) {
      return;
    }
    stackWanted = false;
    try {
      stackIn.offer(new ConsoleNews.Stack(target, task, client.stack(target, task)));
    } catch (ConsoleClientException e) {
      stackIn.offer(new ConsoleNews.StackFailed(target, task, ConsoleLink.sentence(e)));
    }
  }

  private void tellWhy() {
    var target = targetId;
    var task = taskId;
    if (target == null || task == null || !whyWanted) {
      return;
    }
    whyWanted = false;
    try {
      whyIn.offer(new ConsoleNews.WhyAnswered(target, task, client.why(target, task)));
    } catch (ConsoleClientException e) {
      whyIn.offer(new ConsoleNews.WhyFailed(target, task, ConsoleLink.sentence(e)));
    }
  }

  @Override
  public void close() {
    repeaters.forEach(Repeater::close);
  }
}
