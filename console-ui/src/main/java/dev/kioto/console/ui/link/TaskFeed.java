package dev.kioto.console.ui.link;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ProblemException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks about the inspected task: its details again and again, its stack and why it waits when somebody wants to know.
final class TaskFeed {
  private static final Duration DETAIL_EVERY = Duration.ofMillis(500);
  private static final Duration STACK_EVERY = Duration.ofSeconds(1);
  private static final int UNKNOWN = 404;

  private final Feed<String> details;
  private final Feed<String> stacks;
  private final Feed<String> reasons;
  private @Nullable String task; // UI thread only

  TaskFeed(ConsoleClient client, Feed.Common common) {
    var watched = common.watched();
    details = Feed.steady("task", DETAIL_EVERY, common,
        (look, id) -> new ConsoleNews.Detail(look.targetId(), id, watched.reader(look).task(look.targetId(), id)),
        TaskFeed::noDetail);
    stacks = Feed.followed("stack", STACK_EVERY, common,
        (look, id) -> new ConsoleNews.Stack(look.targetId(), id, client.stack(look.targetId(), id)),
        (look, id, reason) -> new ConsoleNews.StackFailed(look.targetId(), id, ConsoleLink.sentence(reason)));
    reasons = Feed.once("why", common,
        (look, id) -> new ConsoleNews.WhyAnswered(look.targetId(), id, client.why(look.targetId(), id)),
        (look, id, reason) -> new ConsoleNews.WhyFailed(look.targetId(), id, ConsoleLink.sentence(reason)));
  }

  /// Every feed.
  List<Feed<?>> feeds() {
    return List.of(details, stacks, reasons);
  }

  void inspect(@Nullable String id) {
    task = id;
    details.want(id);
    stacks.turnTo(id);
    askWhy();
  }

  void readStack() {
    stacks.want(task);
  }

  void followStack(boolean on) {
    stacks.follow(on);
  }

  void askWhy() {
    reasons.want(task);
  }

  private static ConsoleNews.OfTarget noDetail(Watched.Look look, String id, ConsoleClientException reason) {
    var words = ConsoleLink.sentence(reason);
    return reason instanceof ProblemException refused && refused.problem().status() == UNKNOWN
        && !RowsFeed.isOfMoment(refused.problem())
            ? new ConsoleNews.TaskGone(look.targetId(), id, words)
            : new ConsoleNews.DetailFailed(look.targetId(), id, words);
  }
}
