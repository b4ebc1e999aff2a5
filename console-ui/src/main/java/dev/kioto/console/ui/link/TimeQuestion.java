package dev.kioto.console.ui.link;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.TrailStatus;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks for what the time bar draws: each time which moments are kept, and some seconds apart what is drawn there. What a server refuses is
/// left out. Of one thread.
final class TimeQuestion implements Feed.Question<TimeRequest> {
  private static final String FIGURE = "polls";
  private static final int MOST_MARKS = 300;

  private static final Duration FRESH = Duration.ofSeconds(3);

  private final ConsoleClient client;
  private @Nullable Drawn drawn;

  private record Drawn(String target, TimeRequest wanted, long at, @Nullable Series course, List<Diagnosis> raised) {}

  TimeQuestion(ConsoleClient client) {
    this.client = client;
  }

  @Override
  public ConsoleNews.OfTarget ask(Watched.Look look, TimeRequest wanted) {
    var target = look.targetId();
    TrailStatus trail = null;
    String problem;
    try {
      trail = client.trail(target);
      problem = Objects.requireNonNullElse(trail.problem(), "");
    } catch (ProblemException e) {
      problem = ConsoleLink.sentence(e);
    }
    var there = drawn(target, wanted);
    return new ConsoleNews.Time(target, wanted, new TimeNews(trail, problem, there.course(), there.raised()));
  }

  private Drawn drawn(String target, TimeRequest wanted) {
    long now = System.nanoTime();
    var known = drawn;
    if (known != null && known.target.equals(target) && known.wanted.equals(wanted)
        && now - known.at < FRESH.toNanos()) {
      return known;
    }
    var to = Objects.requireNonNullElseGet(wanted.to(), () -> Instant.now().plus(wanted.ahead()));
    var from = to.minus(wanted.length());
    var fresh = new Drawn(target, wanted, now, course(target, from, to, wanted.stepSeconds()),
        raised(target, from, to));
    drawn = fresh;
    return fresh;
  }

  private @Nullable Series course(String target, Instant from, Instant to, int step) {
    try {
      return client.series(target, FIGURE, from, to, step);
    } catch (ProblemException _) {
      return null; // a bar without a course is a bar still
    }
  }

  private List<Diagnosis> raised(String target, Instant from, Instant to) {
    try {
      return client.diagnoses(target, ListQuery.DEFAULT.with("state", "all").with("from", from.toString())
          .with("to", to.toString()).withLimit(MOST_MARKS)).diagnoses();
    } catch (ProblemException _) {
      return List.of(); // the view of diagnoses says why
    }
  }
}
