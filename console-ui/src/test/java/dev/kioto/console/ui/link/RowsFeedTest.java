package dev.kioto.console.ui.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.ui.fake.FakeConsole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class RowsFeedTest {
  private static final int TASKS = 100;
  private static final int TASKS_THEN = 40;

  @Test
  void at_manyInstantsAndThePresent_eachAnswerIsOfItsInstant_andTheLastIsShown() {
    var told = new CopyOnWriteArrayList<ConsoleNews.AsOf>();
    try (var server = new FakeConsole(TASKS).start(0); var client = ConsoleClient.of(server.uri())) {
      server.keepPast(Duration.ofMinutes(20));
      server.addTarget("shop", "127.0.0.1:6669", TargetState.CONNECTED, null);
      var feed = new RowsFeed(client, new Pulse(Runnable::run), news -> {
        if (news instanceof ConsoleNews.AsOf seen) {
          told.add(seen);
        }
      });
      feed.watch("1", WindowRequest.DEFAULT);
      await().until(() -> !told.isEmpty());

      var start = Instant.now().minusSeconds(600);
      for (int i = 0; i <= 40; i++) {
        feed.at(start.plusSeconds(i));
      }
      await().until(() -> start.plusSeconds(40).equals(told.getLast().asOf()));
      feed.at(null);
      await().until(() -> told.getLast().asOf() == null);
      feed.close();
    }
    assertThat(told).allSatisfy(RowsFeedTest::isOfItsInstant);
    // The first and the last were under way when nothing else was; of those between, what was sent is in order.
    var past = told.stream().map(ConsoleNews.AsOf::asOf).filter(instant -> instant != null).toList();
    assertThat(past).isSorted().doesNotHaveDuplicates();
  }

  private static void isOfItsInstant(ConsoleNews.AsOf seen) {
    assertThat(seen.news()).isInstanceOfSatisfying(ConsoleNews.Rows.class, rows -> {
      assertThat(rows.window().total()).isEqualTo(seen.asOf() == null ? TASKS : TASKS_THEN);
      if (seen.asOf() != null) {
        assertThat(rows.window().asOf()).isEqualTo(seen.asOf());
      }
    });
  }

  @Test
  void at_anInstantThatIsNotKept_isRefusedWithIt() {
    var told = new CopyOnWriteArrayList<ConsoleNews>();
    try (var server = new FakeConsole(TASKS).start(0); var client = ConsoleClient.of(server.uri())) {
      server.keepPast(Duration.ofMinutes(1));
      server.addTarget("shop", "127.0.0.1:6669", TargetState.CONNECTED, null);
      var feed = new RowsFeed(client, new Pulse(Runnable::run), told::add);
      feed.watch("1", WindowRequest.DEFAULT);
      var longAgo = Instant.now().minusSeconds(3600);
      feed.at(longAgo);

      await().until(() -> told.stream().anyMatch(news -> news instanceof ConsoleNews.AsOf seen
          && longAgo.equals(seen.asOf()) && seen.news() instanceof ConsoleNews.RowsRefused));
      feed.close();
    }
    assertThat(List.copyOf(told)).noneMatch(news -> news instanceof ConsoleNews.AsOf seen && seen.asOf() != null
        && seen.news() instanceof ConsoleNews.Rows);
  }
}
