package dev.kioto.console.ui.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.client.ConsoleClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FeedTest {
  private static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");

  private final ConsoleClient client = ConsoleClient.of(URI.create("http://127.0.0.1:1"));
  private final Watched watched = new Watched(client);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<ConsoleNews> told = new CopyOnWriteArrayList<>();
  private final Semaphore answers = new Semaphore(1_000_000);
  private final Feed.Common common = new Feed.Common(watched, new Pulse(Runnable::run), told::add);
  private final Feed<String> feed = Feed.steady("test", Duration.ofMillis(1), common, (look, wanted) -> {
    asked.add(wanted + " at " + look.asOf());
    answers.acquireUninterruptibly();
    return new ConsoleNews.DiagnosesFailed(look.targetId(), wanted);
  }, (look, wanted, reason) -> new ConsoleNews.DiagnosesFailed(look.targetId(), wanted));

  @AfterEach
  void close() {
    answers.release(1_000);
    feed.close();
    client.close();
  }

  @Test
  void present_isAskedForAgainAndAgain() {
    look(null);
    feed.want("a");
    feed.start();

    await().until(() -> told.size() >= 3);
    assertThat(told).allMatch(new ConsoleNews.AsOf(null, new ConsoleNews.DiagnosesFailed("1", "a"))::equals);
  }

  @Test
  void past_isAskedForOnce_untilItIsAnotherInstantOrAnotherWish() {
    look(THEN);
    feed.want("a");
    feed.start();
    await().until(() -> told.size() == 1);
    look(THEN.plusSeconds(1));
    feed.kick();
    await().until(() -> told.size() == 2);
    feed.want("b");
    await().until(() -> told.size() == 3);

    assertThat(asked).containsExactly("a at " + THEN, "a at " + THEN.plusSeconds(1), "b at " + THEN.plusSeconds(1));
    assertThat(told.getLast())
        .isEqualTo(new ConsoleNews.AsOf(THEN.plusSeconds(1), new ConsoleNews.DiagnosesFailed("1", "b")));
  }

  @Test
  void wishesWhileOneIsUnderWay_onlyTheNewestIsAskedFor() {
    answers.drainPermits();
    look(THEN);
    feed.want("a");
    feed.start();
    await().until(() -> asked.size() == 1);

    for (int i = 1; i <= 50; i++) {
      look(THEN.plusSeconds(i));
      feed.kick();
    }
    answers.release(2);
    await().until(() -> told.size() == 2);

    assertThat(asked).containsExactly("a at " + THEN, "a at " + THEN.plusSeconds(50));
  }

  @Test
  void paused_isNotAskedFor() {
    watched.setPaused(true);
    look(null);
    feed.want("a");
    feed.start();
    feed.kick();
    var other = Feed.<String>once("other", common, (look, wanted) -> {
      asked.add(wanted);
      return new ConsoleNews.DiagnosesFailed(look.targetId(), wanted);
    }, (look, wanted, reason) -> new ConsoleNews.DiagnosesFailed(look.targetId(), wanted));
    other.start();
    other.want("b");

    await().until(() -> told.size() == 1);
    other.close();
    assertThat(asked).containsExactly("b");
  }

  private void look(@Nullable Instant asOf) {
    watched.setLook(new Watched.Look("1", asOf));
  }
}
