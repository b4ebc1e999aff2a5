package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.CompareRequest.ComparedSide;
import dev.kioto.console.api.lab.Experiment.State;
import dev.kioto.console.api.lab.Finding.Verdict;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.collector.SyntheticRecording;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ComparisonApiTest {

  @TempDir
  private Path folder = Path.of("");

  @Test
  void twoStretchesOfARecording_areCompared_andKeptAsAnExperiment() throws Exception {
    var file = SyntheticRecording.write(folder.resolve("one.kiorec"), 60, second -> second <= 30 ? 10_000 : 20_000, 1);
    try (var server = ConsoleServer.builder().port(0).data(folder.resolve("data")).start();
        var client = ConsoleClient.of(server.uri())) {
      var target = client.attach("file:" + file).id();
      var middle = SyntheticRecording.START.plusSeconds(30);
      var begun = client.lab()
          .compare(new CompareRequest(new ComparedSide(target, null, middle), new ComparedSide(target, middle, null),
              null));
      await().until(() -> client.lab().experiment(begun.id()).state() == State.FINISHED);

      var made = client.lab().experiment(begun.id());
      assertThat(made.problem()).isNull();
      assertThat(made.runs()).hasSize(24);
      assertThat(made.arms().getFirst().settings()).containsEntry("to", middle.toString()).containsKey("from");
      var comparison = client.lab().comparison(begun.id(), "B");
      assertThat(comparison.findings()).filteredOn(finding -> finding.measure().equals("poll.p50")).singleElement()
          .matches(finding -> finding.verdict() == Verdict.BETTER && finding.arm().equals("A"));
      assertThat(client.lab().run(begun.id(), "3-B").recording()).isEqualTo(file.toString());

      for (int i = 0; i < 8; i++) { // more than at once: those that are done do not count
        var next = client.lab().compare(new CompareRequest(new ComparedSide(target, null, middle),
            new ComparedSide(target, middle, null), null));
        await().until(() -> client.lab().experiment(next.id()).state() == State.FINISHED);
      }
    }
  }

  @Test
  void whatIsNoComparison_isRefused() throws Exception {
    try (var server = ConsoleServer.builder().port(0).data(folder).start();
        var client = ConsoleClient.of(server.uri())) {
      var one = new ComparedSide("1", null, null);
      refused(client, "body", new CompareRequest(null, one, null));
      refused(client, "body", new CompareRequest(new ComparedSide(null, null, null), one, null));
      refused(client, "unknown-target", new CompareRequest(one, one, null));
      assertThat(client.lab().experiments(10, null).experiments()).isEqualTo(List.of());
    }
  }

  private static void refused(ConsoleClient client, @Nullable String type, CompareRequest wanted) {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.lab().compare(wanted))
        .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo("urn:kioto:problem:" + type));
  }
}
