package dev.kioto.console.ui.link;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.TrailStatus;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks for what the time bar draws. What a server refuses is left out.
final class TimeQuestion implements Feed.Question<TimeRequest> {
  private static final String FIGURE = "polls";
  private static final int MOST_MARKS = 300;

  private final ConsoleClient client;

  TimeQuestion(ConsoleClient client) {
    this.client = client;
  }

  @Override
  public ConsoleNews.OfTarget ask(Watched.Look look, TimeRequest wanted) {
    var target = look.targetId();
    var to = Objects.requireNonNullElseGet(wanted.to(), () -> Instant.now().plus(wanted.ahead()));
    var from = to.minus(wanted.length());
    TrailStatus trail = null;
    String problem;
    try {
      trail = client.trail(target);
      problem = Objects.requireNonNullElse(trail.problem(), "");
    } catch (ProblemException e) {
      problem = ConsoleLink.sentence(e);
    }
    return new ConsoleNews.Time(target, wanted, new TimeNews(trail, problem,
        course(target, from, to, wanted.stepSeconds()), raised(target, from, to)));
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
