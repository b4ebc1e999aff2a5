package dev.kioto.console.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.Experiment.State;
import dev.kioto.console.api.lab.LabOptions.SettingInfo;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.CollectorSettings;
import dev.kioto.console.lab.LabException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Experiments with real programs, each run in a JVM of its own.
@Timeout(120)
final class LabRunsTest {

  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final List<String> CLASS_PATH = List.of("-cp", System.getProperty("java.class.path", ""));

  @TempDir
  private Path folder = Path.of("");

  private final List<String> ended = new ArrayList<>();
  private final List<Phase> phases = new ArrayList<>();
  private Collector collector;
  private Lab lab;

  @BeforeEach
  void open() {
    collector = new Collector(CollectorSettings.DEFAULT);
    lab = new Lab(folder.resolve("lab"), new Here());
  }

  @AfterEach
  void close() {
    lab.close();
    collector.close();
  }

  /// What the launcher knows of an installation, of this class path.
  private static final class Here implements LabPrograms {
    @Override
    public List<String> demo(List<String> arguments) {
      throw new UnsupportedOperationException("no demo here");
    }

    @Override
    public List<String> agent() {
      throw new UnsupportedOperationException("no agent here");
    }

    @Override
    public List<String> settingsCheck(List<String> properties) {
      var command = new ArrayList<>(List.of(JAVA));
      command.addAll(properties);
      command.addAll(CLASS_PATH);
      command.add("dev.kioto.runtime.SettingsCheck");
      return command;
    }

    @Override
    public List<String> settingsList() {
      var command = new ArrayList<>(settingsCheck(List.of()));
      command.add("--list");
      return command;
    }

    @Override
    public List<String> demoCheck(List<String> arguments) {
      throw new UnsupportedOperationException("no demo here");
    }

    @Override
    public List<String> demoList() {
      return List.of("true");
    }
  }

  private Lab.Progress progress(Runnable afterEach) {
    return new Lab.Progress() {
      @Override
      public void run(String run, int place, Phase phase) {
        try {
          var now = Objects.requireNonNull(lab.archive().experiment("1").now()); // as every other process sees it
          assertThat(now.run()).isEqualTo(run);
          assertThat(now.phase()).isEqualTo(phase);
          phases.add(phase);
        } catch (LabException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void ended(LabRun run, int place) {
        ended.add(run.id());
        afterEach.run();
      }
    };
  }

  private Experiment make(String id) throws LabException, InterruptedException {
    return lab.run(id, collector, progress(() -> {}));
  }

  private String spec(String argument, String vary, int rounds) {
    return """
        workload:
          command: ['{java}', --add-opens, java.base/java.lang=ALL-UNNAMED, --enable-native-access=ALL-UNNAMED, -cp, '%s',
                    dev.kioto.console.lab.WorkProgram, %s]
          ready: {line: ^at work}
        vary: {%s}
        warm-up: 200ms
        duration: 600ms
        rounds: %d
        """.formatted(CLASS_PATH.getLast(), argument, vary, rounds);
  }

  private Experiment create(String yaml) throws LabException {
    return lab.create(SpecFile.parse(yaml, "x.yaml"));
  }

  @Test
  void anExperiment_isStopped_resumedAndMeasured() throws Exception {
    var id = create(spec("", "worker-threads: [1, 2]", 1)).id();
    var maker = Thread.currentThread();

    assertThatThrownBy(() -> lab.run(id, collector, progress(maker::interrupt)))
        .isInstanceOf(InterruptedException.class);
    var stopped = lab.archive().experiment(id);
    assertThat(stopped.state()).isEqualTo(State.STOPPED);
    assertThat(stopped.runs()).hasSize(1);
    assertThat(stopped.runs().getFirst().problem()).isNull();
    assertThat(phases).containsExactly(Phase.STARTING, Phase.WARMING_UP, Phase.MEASURING);
    assertThat(lab.archive().comparison(id, null).notes()).contains("1 of 2 runs were made so far.");

    var made = make(id);
    assertThat(made.state()).isEqualTo(State.FINISHED);
    assertThat(ended).isEqualTo(made.order()).hasSize(2);
    for (var run : lab.archive().runs(id)) {
      assertThat(run.problem()).isNull();
      assertThat(run.measures()).containsKeys("count.steps", "polls", "delay.p99", "poll.p50", "cpu", "allocation",
          "cpu.per-request", "workers.busy");
      // 20 tasks of at least 5 ms a step.
      assertThat(run.measures().getOrDefault("count.steps", 0.0)).isBetween(1.0, 4000.0);
      var told = run.samples().stream().filter(sample -> !sample.workers().isEmpty()).toList(); // some come between two news
      assertThat(told).isNotEmpty().allMatch(sample -> sample.workers().size() == (run.arm().equals("A") ? 1 : 2));
      assertThat(run.samples()).extracting(LabRun.Sample::seconds).isSorted();
      assertThat(run.distributions()).hasEntrySatisfying("delay", delays -> assertThat(delays.buckets()).isNotEmpty());
      var events = new RunEvents(lab.archive()).log(id, run.id());
      var window = events.window(events.newest() - 500_000_000, events.newest(), 100);
      assertThat(window.lanes()).anySatisfy(lane -> assertThat(lane.polls()).isNotEmpty());
      try (var recorded = new Collector(CollectorSettings.DEFAULT)) {
        var target = recorded.attach("file:" + run.recording()).target();
        assertThat(target.playback()).isNotNull();
      }
    }
    assertThat(collector.targets()).isEmpty();
    lab.archive().delete(id);
    assertThat(lab.archive().experiments()).isEmpty();
  }

  @Test
  void aProgramThatEndsHalfWay_isAFailedRun_andTheOthersAreMade() throws Exception {
    var trip = folder.resolve("trip");
    Files.createFile(trip);
    var made = make(create(spec("'" + trip + "'", "copy: [1, 2]", 1)).id());

    assertThat(made.state()).isEqualTo(State.FINISHED);
    var runs = lab.archive().runs(made.id());
    assertThat(runs.getFirst().problem()).startsWith("the program ended with status 3");
    assertThat(runs.getFirst().lastLines()).contains("out of order");
    assertThat(runs.getFirst().measures()).isEmpty();
    assertThat(runs.getLast().problem()).isNull();
    assertThat(lab.archive().comparison(made.id(), null).notes())
        .anySatisfy(note -> assertThat(note).startsWith("1 of 2 runs failed and are left out"));
  }

  @Test
  void aProgramThatIsNeverReady_failsInItsTime() throws Exception {
    var made = make(create("""
        workload: {command: [sleep, '60'], ready-timeout: 300ms}
        vary: {copy: [1, 2]}
        rounds: 1
        """).id());
    assertThat(lab.archive().runs(made.id())).allSatisfy(run -> assertThat(run.problem())
        .isEqualTo(
            "the program was not ready within 300ms: it serves no console; a program that is not Kioto's own needs the "
                + "setting scheduler: kioto"));
  }

  @Test
  void aLoadGeneratorThatFails_isNamedWithItsWords() throws Exception {
    var made = make(create(spec("", "copy: [1, 2]", 1) + """
        load: {command: [sh, -c, 'echo no route to anywhere; exit 7']}
        """).id());
    assertThat(lab.archive().runs(made.id())).allSatisfy(run -> assertThat(run.problem())
        .isEqualTo("the load generator ended with status 7: no route to anywhere"));
  }

  @Test
  void anotherProcess_stopsAnExperiment() throws Exception {
    var id = create("{workload: {command: [sleep, '60']}, vary: {copy: [1, 2]}}").id();
    var other = new Lab(folder.resolve("lab"), new Here()); // which knows of the first what is on the disk
    var stops = new Lab.Progress() {
      @Override
      public void run(String run, int place, Phase phase) {
        assertThatCode(() -> other.stop(id)).doesNotThrowAnyException();
      }

      @Override
      public void ended(LabRun run, int place) {}
    };

    assertThatThrownBy(() -> lab.run(id, collector, stops)).isInstanceOf(InterruptedException.class);
    assertThat(other.archive().experiment(id).state()).isEqualTo(State.STOPPED);
    assertThat(folder.resolve("lab/1/stop")).doesNotExist();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "/dev/full is a disk that takes nothing")
  void aDiskThatIsFull_isNamed_andTheRunsBeforeAreKept() throws Exception {
    var id = create("{workload: {command: ['false']}, vary: {copy: [1, 2]}, rounds: 1}").id();
    var last = lab.archive().experiment(id).order().getLast();
    var full = folder.resolve("lab/1/" + last + ".run.json.new");
    Files.createSymbolicLink(full, Path.of("/dev/full"));

    var failure = catchThrowableOfType(LabException.class, () -> make(id));
    assertThat(failure.kind()).isEqualTo(Kind.DISK);
    assertThat(failure).hasMessageStartingWith("run " + last + " of experiment 1 cannot be kept in " + folder)
        .hasMessageContaining(" MB left: No space left on device");
    var stopped = lab.archive().experiment(id);
    assertThat(stopped.state()).isEqualTo(State.STOPPED);
    assertThat(stopped.problem()).isEqualTo(failure.getMessage());
    assertThat(stopped.runs()).extracting(Experiment.RunInfo::id).doesNotContain(last).hasSize(1);

    assertThat(make(id).state()).as("with room again").isEqualTo(State.FINISHED);
    assertThat(lab.archive().experiment(id).problem()).isNull();
  }

  @Test
  void settings_areListedByTheRuntimeItself() throws Exception {
    assertThat(lab.options(true).settings()).extracting(SettingInfo::name, SettingInfo::wanted)
        .contains(tuple("lifo-slot", "on or off"), tuple("scheduler", "kioto or jdk"));
  }

  @Test
  void aSettingThatThereIsNot_isRefusedBeforeAnythingRuns() throws Exception {
    var failure = catchThrowableOfType(LabException.class,
        () -> create(spec("", "worker-threads: [1, 70000], lifo-slott: [on, off]", 1)));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_SPEC);
    assertThat(failure.problems()).anySatisfy(problem -> {
      assertThat(problem.sentence()).contains("there is no setting kioto.lifo-slott");
      assertThat(problem.field()).isEqualTo("vary.lifo-slott");
    });
    assertThat(lab.archive().experiments()).isEmpty();
  }

  @Test
  void whatIsNotThere_isNamed() {
    var failure = catchThrowableOfType(LabException.class, () -> lab.archive().experiment("17"));
    assertThat(failure).hasMessage("there is no experiment '17': kioto lab list names them");
    assertThat(catchThrowableOfType(LabException.class, () -> lab.archive().experiment("../x")).kind())
        .isEqualTo(Kind.UNKNOWN);
  }
}
