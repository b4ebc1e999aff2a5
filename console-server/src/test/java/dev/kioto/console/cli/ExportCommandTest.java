package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.proto.tokio.common.PollStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class ExportCommandTest {

  private static FakeTarget program;
  private static ConsoleServer server;
  private static String target;

  @TempDir
  private Path folder = Path.of("");

  @BeforeAll
  static void start() throws Exception {
    var running = Wire.stats(1000).setPollStats(PollStats.newBuilder().setPolls(1).setLastPollStarted(Wire.at(1000)));
    var snapshot = Wire.update(50_000).metadata().task(99, "spinner", running);
    for (int i = 1; i <= 30; i++) snapshot.task(i, "conn-" + i, Wire.stats(i * 100L));
    program = FakeTarget.tokio(snapshot.build());
    server = ConsoleServer.builder().port(0).start();
    target = server.collector().attach(program.address()).target().id();
    Awaitility.await().until(() -> server.collector().targets().getFirst().snapshot().tasks().total() == 31);
  }

  @AfterAll
  static void stop() {
    server.close();
    program.close();
  }

  private static CommandRun export(String line) {
    var arguments = new ArrayList<>(List.of(("export " + line).split(" ")));
    arguments.addAll(List.of("--server", server.uri().toString()));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void tasks_toTheStandardOutput_areTheWholeTable() {
    var run = export("tasks " + target + " --filter name:conn --sort name");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).hasSize(31);
    assertThat(run.out()).startsWith("id,taskId,parentId,name,").contains("conn-30");
  }

  @Test
  void file_ofLinesOfJson_isNotWrittenOverWithoutForce() throws IOException {
    var file = folder.resolve("tasks.jsonl");
    var first = export("tasks " + target + " --limit 5 -o " + file);
    var second = export("tasks " + target + " -o " + file);
    var third = export("tasks " + target + " --force -o " + file);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out()).contains("bytes in " + file);
    assertThat(second.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(second.err()).contains("--force");
    assertThat(third.status()).isZero();
    var lines = Files.readAllLines(file);
    assertThat(lines).hasSize(31);
    assertThat(ApiJson.mapper().readTree(lines.getFirst()).has("totalNanos")).isTrue();
    try (var all = Files.list(folder)) {
      assertThat(all).as("nothing is left of the writing").containsExactly(file);
    }
  }

  @Test
  void bundle_withoutAnId_isOfTheWorstDiagnosis() throws IOException {
    var file = folder.resolve("evidence.zip");
    var empty = export("groups " + target + " --by kind --format jsonl");
    Awaitility.await().until(() -> export("diagnoses " + target).out().contains("never-yielded"));
    var run = export("bundle " + target + " -o " + file);

    assertThat(empty.out().lines()).hasSize(1);
    assertThat(run.status()).as(run.err()).isZero();
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(zip.getEntry("diagnosis.json")).isNotNull();
    }
  }

  @Test
  void metrics_areOfTheServer() {
    var run = export("metrics");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("# TYPE kioto_");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      tusks T                      | 2 | tasks
      metrics T                    | 2 | leave
      tasks T --format xml         | 2 | csv, jsonl
      trace T --format csv         | 2 | tables alone
      tasks T --force              | 2 | --output FILE
      tasks T -o /nowhere/x.csv    | 1 | make it first
      tasks T -o /                 | 1 | is a folder
      tasks T --filter stat:x      | 4 | did you mean 'state'
      tasks T --with nope=1        | 4 | it takes filter
      workers T                    | 4 | cannot show
      trace T -o x.trace           | 4 | no words
      series T                     | 4 | write one of
      tasks 77                     | 4 | no target '77'
      """)
  void export_thatCannotBeMeant_saysWhatWouldBeRight(String line, int status, String sentence) {
    var run = export(line.replace("T", target));

    assertThat(run.err()).contains(sentence);
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
    assertThat(Path.of("x.trace")).doesNotExist();
  }
}
