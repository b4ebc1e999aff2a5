package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.Experiment.State;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.LabOptions.DemoInfo;
import dev.kioto.console.api.lab.LabOptions.SettingInfo;
import dev.kioto.console.api.lab.SpecProblem;
import dev.kioto.console.client.ClientAccess;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.LabClient;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.lab.SpecFile;
import dev.kioto.console.testing.StandInPrograms;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Experiments made by the web API, with programs that stand in for demos.
@Timeout(120)
final class LabApiTest {

  private static final String SLEEPER = "{workload: {demo: sleeper}, vary: {lifo-slot: [on, off]}, rounds: 2}";

  @TempDir
  private Path folder = Path.of("");

  private ConsoleServer server;
  private ConsoleClient client;
  private LabClient lab;

  @BeforeEach
  void start() throws Exception {
    server = builder().start();
    client = ConsoleClient.of(server.uri());
    lab = client.lab();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private ConsoleServer.Builder builder() {
    return ConsoleServer.builder().port(0).data(folder).lab(new StandInPrograms());
  }

  private static ExperimentSpec spec(String yaml) throws Exception {
    return SpecFile.parse(yaml, "spec");
  }

  private static Problem refusal(ThrowingCallable call) {
    return catchThrowableOfType(ProblemException.class, call).problem();
  }

  private Experiment awaitState(String id, State state) {
    return await().until(() -> lab.experiment(id), now -> now.state() == state);
  }

  @Test
  void experiment_isBegun_tellsWhatGoesOn_isStoppedAndResumed_andDeleted() throws Exception {
    var begun = lab.begin(spec(SLEEPER));
    assertThat(begun.state()).isEqualTo(State.RUNNING);
    assertThat(begun.estimatedSeconds()).isEqualTo(4 * 16);
    var now = Objects.requireNonNull(
        await().until(() -> lab.experiment("1").now(), one -> one != null && one.place() == 1));
    assertThat(now.run()).isEqualTo(begun.order().getFirst());
    assertThat(now.phase()).isEqualTo(Phase.STARTING);
    assertThat(now.secondsLeft()).isBetween(3 * 16L, 4 * 16L);
    assertThat(now.isHere()).isTrue();

    var second = refusal(() -> lab.begin(spec(SLEEPER)));
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.detail()).startsWith("experiment 1 is running: two at once would measure each other");
    assertThat(refusal(() -> lab.delete("1")).detail()).isEqualTo("experiment 1 is running: stop it first");
    assertThat(refusal(() -> lab.resume("1")).status()).isEqualTo(409);

    lab.stop("1");
    assertThat(awaitState("1", State.STOPPED).now()).isNull();
    assertThat(refusal(() -> lab.stop("1")).detail()).isEqualTo("experiment 1 is not running");
    assertThat(lab.resume("1").state()).isEqualTo(State.RUNNING);
    lab.stop("1");
    assertThat(lab.begin(spec(SLEEPER)).id()).as("waits for the end of the one before").isEqualTo("2");
    lab.stop("2");
    awaitState("2", State.STOPPED);
    lab.delete("1");
    assertThat(lab.experiments(10, null).experiments()).extracting(Experiment::id).containsExactly("2");
    assertThat(refusal(() -> lab.resume("1")).status()).isEqualTo(404);
  }

  @Test
  void experimentThatHasAllRuns_isFinished_andNotResumed() throws Exception {
    var id = lab.begin(spec("{workload: {demo: failing}, vary: {lifo-slot: [on, off]}, rounds: 1}")).id();

    var finished = awaitState(id, State.FINISHED);
    assertThat(finished.runs()).extracting(Experiment.RunInfo::problem).hasSize(2)
        .allMatch("the program ended with status 4: it was not ready yet"::equals);
    assertThat(lab.run(id, "1-A").lastLines()).singleElement().asString().matches("no luck beside +0 files");
    assertThat(refusal(() -> lab.resume(id)).detail()).isEqualTo(
        "experiment 1 has all of its runs: begin another like it");
    Files.writeString(folder.resolve("lab/1/empty/left"), "by a demo");
    lab.delete(id);
    assertThat(folder.resolve("lab/1")).doesNotExist();
  }

  @Test
  void serverThatEnds_leavesNoProgram_andItsExperimentGoesOnLater() throws Exception {
    lab.begin(spec(SLEEPER));
    var programs = await().until(
        () -> ProcessHandle.current().children().filter(LabApiTest::sleeps).toList(), all -> !all.isEmpty());

    server.close();

    assertThat(programs).allSatisfy(program -> program.onExit().get(10, TimeUnit.SECONDS));
    try (var next = builder().start(); var again = ConsoleClient.of(next.uri())) {
      assertThat(again.lab().experiment("1").state()).isEqualTo(State.STOPPED);
      assertThat(again.lab().resume("1").state()).isEqualTo(State.RUNNING);
    }
  }

  private static boolean sleeps(ProcessHandle process) {
    return process.info().arguments().map(arguments -> List.of(arguments).contains("60")).orElse(false);
  }

  @Test
  void experimentOfAnotherProcess_isShown_keepsOthersBack_andIsAskedToStop() throws Exception {
    var id = lab.begin(spec(SLEEPER)).id();
    lab.stop(id);
    awaitState(id, State.STOPPED);
    var other = new ProcessBuilder("sleep", "60").start();
    try {
      long start = other.info().startInstant().orElseThrow().toEpochMilli();
      Files.writeString(folder.resolve("lab/1/running"), """
          {"pid":%d,"startMillis":%d,"run":"2-B","place":4,"phase":"MEASURING","since":"2026-11-22T10:00:00Z",
           "runSince":"2026-11-22T10:00:00Z"}""".formatted(other.pid(), start));
      var now = Objects.requireNonNull(lab.experiment(id).now());
      assertThat(now.pid()).isEqualTo(other.pid());
      assertThat(now.isHere()).isFalse();
      assertThat(now.phase()).isEqualTo(Phase.MEASURING);
      assertThat(refusal(() -> lab.begin(spec(SLEEPER))).detail())
          .startsWith("experiment 1 is running, made by the process " + other.pid());

      assertThat(Objects.requireNonNull(lab.stop(id).now()).phase()).isEqualTo(Phase.STOPPING);
      assertThat(folder.resolve("lab/1/stop")).exists(); // the other process looks for it
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(lab.experiment(id).state()).isEqualTo(State.STOPPED);
  }

  @Test
  void plan_saysWhatItWouldBe_orEverythingThatIsWrong_andMakesNothing() throws Exception {
    var plan = lab.plan(spec(SLEEPER));
    assertThat(plan.runs()).isEqualTo(4);
    assertThat(plan.estimatedSeconds()).isEqualTo(64);
    assertThat(plan.arms()).extracting(arm -> arm.label()).containsExactly("lifo-slot=on", "lifo-slot=off");

    var wrong = spec("{workload: {demo: slepeer}, vary: {lifo-slot: [on, on]}, duration: long, rounds: 0}");
    assertThat(lab.plan(wrong).problems()).extracting(SpecProblem::field)
        .containsExactly("vary.lifo-slot", "vary", "duration", "rounds", "workload.demo");
    assertThat(refusal(() -> lab.begin(wrong)).detail().lines()).hasSize(5)
        .contains("demo: there is no demo 'slepeer': write one of sleeper, failing");
    var setting = spec("{workload: {demo: sleeper}, vary: {lifo-slot: [on, maybe]}}");
    assertThat(lab.plan(setting).problems()).containsExactly(
        new SpecProblem("vary.lifo-slot", "kioto.lifo-slot must be on or off, but is 'maybe'"));
    assertThat(lab.experiments(10, null).experiments()).isEmpty();
  }

  @Test
  void options_areWhatTheProgramsSay() {
    var options = lab.options();
    assertThat(options.demos()).containsExactly(new DemoInfo("sleeper", "Sleeps (--size: beds, 1)"),
        new DemoInfo("failing", "Fails"));
    assertThat(options.settings()).contains(
        new SettingInfo("lifo-slot", "on", "on or off", "Run next what the task woke last."))
        .extracting(SettingInfo::name).doesNotContain("jvm-options");
    assertThat(options.commands()).isFalse();
  }

  @Test
  void whatIsCodeOfTheClient_isNotRun_unlessTheServerSaysSo() throws Exception {
    var command = spec("""
        {workload: {command: [/bin/echo], folder: /, environment: {A: b}}, load: {command: [ls]},
         vary: {jvm-options: [-Xint, -Xmixed]}, settings: {console.port: 1}}""");
    var refused = refusal(() -> lab.begin(command));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.type()).endsWith("no-commands");
    assertThat(refused.detail()).contains("a command, a folder, an environment, a load generator, "
        + "the setting jvm-options, the setting console.port: start it by 'kioto server --lab-commands");
    assertThat(refusal(() -> lab.plan(command)).status()).isEqualTo(403);

    assertThatIOException().isThrownBy(() -> ConsoleServer.builder().port(0).labCommands(true).start())
        .withMessageContaining("--act-token-file");
    server.close();
    var token = "a token of its own".replace(' ', '-');
    var fails = spec("{workload: {command: ['false']}, vary: {copy: [1, 2]}, rounds: 1}");
    try (var open = builder().actToken(token).labCommands(true).start();
        var stranger = ConsoleClient.of(open.uri());
        var owner = ConsoleClient.of(open.uri(), new ClientAccess(token, null))) {
      assertThat(refusal(() -> stranger.lab().begin(fails)).status()).isEqualTo(401);
      assertThat(owner.lab().options().settings()).extracting(SettingInfo::name).contains("jvm-options", "scheduler");
      var id = owner.lab().begin(fails).id();
      await().until(() -> stranger.lab().experiment(id).state() == State.FINISHED);
    }
  }

  @Test
  void body_thatIsNoExperiment_isNamed() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      for (var wrong : List.of("{\"warm-up\":\"3s\"}|there is no 'warm-up' here: there are baseline", "null|is empty",
          "{\"vary\":|is no JSON", "{\"rounds\":\"many\"}|'rounds' is of another form",
          "{\"vary\":{\"lifo-slot\":[null]},\"settings\":{\"a\":null}}|lifo-slot needs a value")) {
        var sides = wrong.split("\\|", 2);
        var answer = http.send(HttpRequest.newBuilder(server.uri().resolve("api/v1/lab/experiments"))
            .header("Content-Type", "application/json").POST(BodyPublishers.ofString(sides[0])).build(),
            BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(sides[1]);
      }
    }
  }

  @Test
  void serverThatKnowsNoPrograms_onlyReads() throws Exception {
    try (var bare = ConsoleServer.builder().port(0).temporaryData().start(); var other = ConsoleClient.of(bare.uri())) {
      assertThat(refusal(() -> other.lab().begin(spec(SLEEPER))).status()).isEqualTo(501);
      assertThat(other.lab().experiments(10, null).experiments()).isEmpty();
    }
  }
}
