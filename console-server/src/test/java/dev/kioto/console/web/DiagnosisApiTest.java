package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.DetectorInfo;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.ThresholdRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.tasks.Stats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class DiagnosisApiTest {

  private ConsoleServer server;
  private ConsoleClient client;

  @BeforeEach
  void start() throws Exception {
    server = ConsoleServer.builder().port(0).start();
    client = ConsoleClient.of(server.uri());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static Stats.Builder running(long since) {
    return Stats.newBuilder().setCreatedAt(Wire.at(since)).setWakerClones(1).setPollStats(
        PollStats.newBuilder().setPolls(1).setFirstPoll(Wire.at(since)).setLastPollStarted(Wire.at(since)));
  }

  private List<Diagnosis> diagnoses(String target, String state) {
    return client.diagnoses(target, ListQuery.DEFAULT.with("state", state)).diagnoses();
  }

  @Test
  void diagnosis_isRaisedAndCleared_withTheProgram() throws Exception {
    try (var program = FakeTarget.tokio(
        Wire.update(1000).metadata().task(1, "spinner", running(0)).task(2, "calm", Wire.stats(0)).build())) {
      var target = client.attach(program.address()).id();
      program.send(Wire.update(2000).build());

      await().untilAsserted(() -> assertThat(diagnoses(target, "active")).singleElement().satisfies(one -> {
        assertThat(one.detector()).isEqualTo("never-yielded");
        assertThat(one.severity()).isEqualTo(Severity.WARNING);
        assertThat(one.subject()).matches(subject -> subject.kind() == SubjectKind.TASK && subject.id().equals("1")
            && subject.name().equals("spinner") && "Server.java:12:5".equals(subject.site()));
        assertThat(one.raisedAt()).isBeforeOrEqualTo(one.updatedAt());
        assertThat(one.clearedAt()).isNull();
        assertThat(one.threshold()).containsEntry("warn", "1000000000");
        assertThat(one.evidence()).anyMatch(fact -> "ns".equals(fact.unit()) && fact.value().equals("2000000000"));
      }));
      var raised = diagnoses(target, "active").getFirst();
      assertThat(client.diagnosis(target, raised.id()).id()).isEqualTo(raised.id());
      assertThat(client.diagnoses(ListQuery.DEFAULT).diagnoses()).extracting(Diagnosis::target).containsExactly(target);
      assertThat(client.diagnoses(target, ListQuery.DEFAULT.with("task", "2")).diagnoses()).isEmpty();
      assertThat(client.tasks(target, TaskQuery.DEFAULT.withFilter("warning:never-yielded")).tasks())
          .extracting(Task::name).containsExactly("spinner");

      program.send(Wire.update(3000).stats(1, Wire.stats(0)).build());
      program.send(Wire.update(4500).build());

      await().untilAsserted(() -> assertThat(diagnoses(target, "cleared")).singleElement()
          .matches(one -> one.id().equals(raised.id()) && one.state() == DiagnosisState.CLEARED
              && one.clearedAt() != null));
      assertThat(diagnoses(target, "active")).isEmpty();
      assertThat(client.tasks(target, TaskQuery.DEFAULT.withFilter("warning:any")).tasks()).isEmpty();
    }
  }

  @Test
  void detectors_sayWhatTheyLookForAndWhetherTheyCanTell() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "calm", Wire.stats(0)).build())) {
      var target = client.attach(program.address()).id();

      await().untilAsserted(() -> assertThat(client.detectors()).isNotEmpty().allSatisfy(detector -> {
        assertThat(detector.meaning()).endsWith(".");
        assertThat(detector.targets()).singleElement().matches(one -> one.target().equals(target) && one.active() == 0);
      }));
      assertThat(client.detectors()).filteredOn(one -> one.id().equals("never-yielded")).singleElement()
          .satisfies(one -> assertThat(one.thresholds()).extracting("name").containsExactly("warn", "critical"));
    }
  }

  @Test
  void requests_thatCannotBeMeant_areRefused() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "calm", Wire.stats(0)).build())) {
      var target = client.attach(program.address()).id();

      assertRefused("unknown-diagnosis", () -> client.diagnosis(target, "nonsense"));
      assertRefused("parameter", () -> client.diagnoses(target, ListQuery.DEFAULT.with("detector", "nonsense")));
      assertRefused("parameter", () -> client.diagnoses(target, ListQuery.DEFAULT.with("state", "nonsense")));
      assertRefused("unknown-target", () -> client.diagnoses("99", ListQuery.DEFAULT));
    }
  }

  @Test
  void thresholdsAndSilences_areKept_andCountAtOnce(@TempDir Path folder) throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "spinner", running(0)).build())) {
      try (var keeping = ConsoleServer.builder().port(0).data(folder).start();
          var own = ConsoleClient.of(keeping.uri())) {
        var target = own.attach(program.address()).id();
        await().untilAsserted(() -> assertThat(own.diagnoses(target, ListQuery.DEFAULT).diagnoses()).hasSize(1));

        assertThat(own.setSilent("never-yielded", "Server.java:12:5", true).silent())
            .containsExactly("Server.java:12:5");
        await().untilAsserted(() -> assertThat(own.diagnoses(target, ListQuery.DEFAULT).diagnoses()).singleElement()
            .matches(one -> one.state() == DiagnosisState.CLEARED));
        assertThat(own.setThreshold("never-yielded", new ThresholdRequest("warn", "1.5s")).thresholds())
            .anyMatch(one -> one.name().equals("warn") && one.value().equals("1500000000"));
      }
      try (var keeping = ConsoleServer.builder().port(0).data(folder).start();
          var own = ConsoleClient.of(keeping.uri())) {
        assertThat(own.detectors()).filteredOn(one -> one.id().equals("never-yielded")).singleElement()
            .satisfies(one -> {
              assertThat(one.silent()).containsExactly("Server.java:12:5");
              assertThat(one.thresholds()).extracting(DetectorInfo.Threshold::value).contains("1500000000");
            });
        assertThat(own.setSilent("never-yielded", "Server.java:12:5", false).silent()).isEmpty();
        assertThat(own.setThreshold("never-yielded", new ThresholdRequest("warn", null)).thresholds())
            .allMatch(one -> one.value().equals(one.standard()));
      }
    }
    assertThat(Files.readString(folder.resolve("detectors.txt"))).isEmpty();
  }

  @Test
  void rulesFile_withNonsense_isReadAsFarAsItMakesSense(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("detectors.txt"), List.of("nonsense", "threshold starved warn 250000000",
        "threshold starved warn -1", "threshold nobody warn 1", "silence stuck", "threshold starved critical x"));
    try (var keeping = ConsoleServer.builder().port(0).data(folder).start();
        var own = ConsoleClient.of(keeping.uri())) {
      assertThat(own.detectors()).filteredOn(one -> one.id().equals("starved")).singleElement()
          .satisfies(one -> assertThat(one.thresholds()).extracting(DetectorInfo.Threshold::value)
              .containsExactly("250000000", "1000000000"));
      assertThat(own.detectors()).filteredOn(one -> one.id().equals("stuck")).singleElement()
          .satisfies(one -> assertThat(one.silent()).containsExactly(""));
    }
  }

  @Test
  void settingsThatCannotBeMeant_areRefused() {
    assertRefused("unknown-detector", () -> client.setSilent("nonsense", "", true));
    assertRefused("body", () -> client.setSilent("starved", "a\nb", true));
    assertRefused("body", () -> client.setThreshold("starved", new ThresholdRequest("nonsense", "1s")));
    for (var value : List.of("", "1", "1 hour", "-1s", "25h", "0ns", "1e9s", "1s2")) {
      assertRefused("body", () -> client.setThreshold("starved", new ThresholdRequest("warn", value)));
    }
    for (var value : List.of("0", "101", "1.5", "10ms")) {
      assertRefused("body", () -> client.setThreshold("self-wake", new ThresholdRequest("share", value)));
    }
    assertThat(client.setThreshold("self-wake", new ThresholdRequest("share", "60 %")).thresholds().getFirst().value())
        .isEqualTo("60");
  }

  @Test
  void diagnoses_outliveTheServer_andAreFoundByTheirTime(@TempDir Path folder) throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "spinner", running(0)).build())) {
      try (var keeping = ConsoleServer.builder().port(0).data(folder).start();
          var own = ConsoleClient.of(keeping.uri())) {
        var target = own.attach(program.address()).id();
        await().untilAsserted(() -> assertThat(own.diagnoses(target, ListQuery.DEFAULT).diagnoses()).hasSize(1));
        program.send(Wire.update(3000).stats(1, Wire.stats(0)).build());
        program.send(Wire.update(4500).build());
        await().untilAsserted(() -> assertThat(own.diagnoses(target, ListQuery.DEFAULT.with("state", "cleared"))
            .diagnoses()).hasSize(1));
      }
      program.setSnapshot(Wire.update(60_000).metadata().task(1, "spinner", Wire.stats(0)).build());
      try (var keeping = ConsoleServer.builder().port(0).data(folder).start();
          var own = ConsoleClient.of(keeping.uri())) {
        var target = own.attach(program.address()).id();
        var then = ListQuery.DEFAULT.with("asOf", Instant.ofEpochSecond(Wire.START + 2).toString());

        assertThat(own.diagnoses(target, then).diagnoses()).singleElement().satisfies(one -> {
          assertThat(one.detector()).isEqualTo("never-yielded");
          assertThat(one.target()).isEqualTo(target);
          assertThat(one.clearedAt()).isNotNull();
          assertThat(own.diagnosis(target, one.id())).isEqualTo(one);
        });
        assertThat(own.diagnoses(target, ListQuery.DEFAULT).diagnoses()).isEmpty();
        assertThat(own.diagnoses(target, ListQuery.DEFAULT.with("asOf",
            Instant.ofEpochSecond(Wire.START + 30).toString())).diagnoses()).isEmpty();
        assertThat(own.diagnoses(target, ListQuery.DEFAULT.with("to",
            Instant.ofEpochSecond(Wire.START + 30).toString())).diagnoses()).hasSize(1);
      }
    }
  }

  private static void assertRefused(String type, ThrowingCallable call) {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(call)
        .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo("urn:kioto:problem:" + type));
  }
}
