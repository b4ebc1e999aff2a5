package dev.kioto.instrument.incident;

import dev.kioto.instrument.incident.Inbox.News;
import dev.kioto.probe.StackSample;
import java.util.Arrays;

/// Tasks that failed, and whose handles were collected before anybody asked. The watch's thread alone.
final class Failures {
  private static final int MOST_FRAMES = 64;
  private static final int LONGEST_TEXT = 256;

  private final IncidentBook book;

  Failures(IncidentBook book) {
    this.book = book;
  }

  void unjoined(Look look, News.FailureUnjoined news) {
    var frames = news.failure().getStackTrace();
    var stack = new StackSample(StackSample.Kind.NONE,
        Arrays.asList(frames).subList(0, Math.min(frames.length, MOST_FRAMES)), Thread.State.TERMINATED, null,
        "Where it was thrown.");
    book.begin(
        Incident.began(IncidentKind.FAILED_UNJOINED, news.runtime(), Incident.NO_WORKER, news.task(), news.failedAt())
            .seenAt(stack, news.failedAt()).of(0, text(news.failure())).ended(),
        look.now());
  }

  // The message is made by code of the program's.
  private static String text(Throwable failure) {
    String text;
    try {
      text = String.valueOf(failure);
    } catch (RuntimeException | StackOverflowError _) {
      text = failure.getClass().getName();
    }
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }
}
