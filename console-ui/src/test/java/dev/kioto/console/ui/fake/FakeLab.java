package dev.kioto.console.ui.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Comparison.ArmDistribution;
import dev.kioto.console.api.lab.Comparison.ArmValues;
import dev.kioto.console.api.lab.Comparison.PercentileBand;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentPage;
import dev.kioto.console.api.lab.ExperimentPlan;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.LabOptions;
import dev.kioto.console.api.lab.LabOptions.DemoInfo;
import dev.kioto.console.api.lab.LabOptions.SettingInfo;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.api.lab.SpecProblem;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.api.lab.Measure.Better;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Invented experiments: two settings of a server of HTTP in six combinations, one that goes on, one that was stopped.
public final class FakeLab {
  /// When the first was begun.
  public static final Instant BEGUN = Instant.parse("2026-03-01T10:42:07Z");

  private static final int ROUNDS = 8;
  private static final List<Arm> ARMS = List.of(arm("A", "kioto", "2", 0), arm("B", "kioto", "4", 1),
      arm("C", "kioto", "8", 2), arm("D", "jdk", "2", 3), arm("E", "jdk", "4", 4), arm("F", "jdk", "8", 5));
  // How slow the settings are beside the first, and how much of that is seen in the tail alone.
  private static final double[] SLOW = {1, 0.92, 1.05, 1.3, 1.22, 1.35};
  private static final double[] TAIL = {1, 0.7, 1.5, 4.2, 3.1, 6};
  private static final double[] POINTS = {50, 75, 90, 99, 99.9, 100};
  private static final double[] TIMES = {1, 1.6, 3, 9, 30, 80};
  private static final List<Measure> MEASURES = List.of(
      new Measure("load.throughput", "requests a second", "1/s", "throughput", Better.HIGHER),
      new Measure("delay.p50", "scheduling delay, p50", "ns", "scheduling delay", Better.LOWER),
      new Measure("delay.p99", "scheduling delay, p99", "ns", "scheduling delay", Better.LOWER),
      new Measure("delay.p99.9", "scheduling delay, p99.9", "ns", "scheduling delay", Better.LOWER),
      new Measure("poll.p99", "poll time, p99", "ns", "poll time", Better.LOWER),
      new Measure("latency.p99", "latency, p99", "ns", "latency", Better.LOWER),
      new Measure("steals", "tasks stolen a second", "1/s", "workers", Better.NEITHER),
      new Measure("cpu.per-request", "processor time a request", "ns", "costs", Better.LOWER),
      new Measure("memory", "resident memory at the end", "bytes", "costs", Better.LOWER));
  private static final double[] VALUES = {18_400, 9_200, 81_000, 310_000, 22_000, 2_900_000, 420, 48_000, 312e6};

  private FakeLab() {}

  private static Arm arm(String letter, String scheduler, String workers, int place) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("scheduler", scheduler);
    settings.put("worker-threads", workers);
    return new Arm(letter, "scheduler=" + scheduler + ", worker-threads=" + workers, settings, place == 0);
  }

  /// Answers a question.
  @FunctionalInterface
  interface Answer {
    void give(Context context, int status, Object body) throws JsonProcessingException;
  }

  /// Has a server answer for the lab.
  static void serve(RoutesConfig routes, Answer answer) {
    routes.get("/api/v1/lab/experiments",
        context -> answer.give(context, 200, new ExperimentPage(experiments(), null)));
    routes.get("/api/v1/lab/experiments/{id}",
        context -> answer.give(context, 200, Objects.requireNonNull(experiment(context.pathParam("id")))));
    routes.get("/api/v1/lab/options", context -> answer.give(context, 200, options()));
    routes.post("/api/v1/lab/plans", context -> answer.give(context, 200,
        plan(ApiJson.mapper().readValue(context.body(), ExperimentSpec.class))));
    routes.post("/api/v1/lab/experiments",
        context -> answer.give(context, 201, Objects.requireNonNull(experiment("3"))));
    routes.post("/api/v1/lab/comparisons",
        context -> answer.give(context, 201, Objects.requireNonNull(experiment("3"))));
    routes.post("/api/v1/lab/experiments/{id}/commands/{command}",
        context -> answer.give(context, 202, Objects.requireNonNull(experiment(context.pathParam("id")))));
    routes.delete("/api/v1/lab/experiments/{id}", context -> context.status(204));
    routes.get("/api/v1/lab/experiments/{id}/comparison", context -> answer.give(context, 200,
        comparison(Objects.requireNonNullElse(context.queryParam("baseline"), "A"))));
    routes.get("/api/v1/lab/experiments/{id}/runs/{run}",
        context -> answer.give(context, 200, run(context.pathParam("run"))));
    var polls = new ConcurrentHashMap<String, FakeLanes>();
    routes.get("/api/v1/lab/experiments/{id}/runs/{run}/lanes", context -> {
      var run = run(context.pathParam("run"));
      var begin = Objects.requireNonNull(run.measuredAt());
      var lanes = polls.computeIfAbsent(run.id(), _ -> new FakeLanes(begin.minusMillis(500),
          Integer.parseInt(ARMS.get(place(run.arm())).settings().getOrDefault("worker-threads", "1")),
          run.id().hashCode()));
      answer.give(context, 200, lanes.window(Instant.parse(Objects.requireNonNull(context.queryParam("from"))),
          Instant.parse(Objects.requireNonNull(context.queryParam("to"))),
          Integer.parseInt(Objects.requireNonNull(context.queryParam("pixels"))), begin.plusSeconds(10), Instant.MAX));
    });
  }

  /// What experiments can be made of.
  public static LabOptions options() {
    return new LabOptions(List.of(
        new DemoInfo("scheduler",
            "tasks that wake each other in pairs and chains, beside others that compute (--size: tasks, 400)"),
        new DemoInfo("http", "a server of HTTP and its clients (--size: connections, 64)"),
        new DemoInfo("trouble deadlock", "two tasks that wait for each other's lock")),
        List.of(
            new SettingInfo("worker-threads", "processors", "a whole number", "Threads that poll tasks, 1 to 32767."),
            new SettingInfo("lifo-slot", "on", "on or off", "Run next what the task woke last, up to 3 in a row."),
            new SettingInfo("spin-before-park", "50us", "a duration as 10ms",
                "For how long at most one idle worker looks for tasks before it parks; 0: it looks once."),
            new SettingInfo("scheduler", "kioto", "kioto or jdk",
                "Whose scheduler the virtual threads of a command run on.")),
        true);
  }

  /// What an experiment would be: something is wrong with one whose duration has no unit.
  public static ExperimentPlan plan(ExperimentSpec spec) {
    var duration = Objects.requireNonNullElse(spec.duration(), "10s");
    if (!duration.endsWith("s")) {
      return new ExperimentPlan(List.of(), 0, 0, List.of(new SpecProblem("duration",
          "duration: '" + duration + "' is not a duration: write a number above 0 and ms, s, m or h, like 20s")));
    }
    int runs = 2 * Objects.requireNonNullElse(spec.rounds(), 8);
    return new ExperimentPlan(ARMS.subList(0, 2), runs, 16L * runs, List.of());
  }

  /// Every experiment, the newest first.
  public static List<Experiment> experiments() {
    return List.of(experiment("3", "ping-pong beside a bystander", Experiment.State.RUNNING, 7),
        experiment("2", "skewed load", Experiment.State.STOPPED, 12),
        experiment("1", "http demo: scheduler and workers", Experiment.State.FINISHED, ROUNDS * ARMS.size()));
  }

  /// One of them; null when there is none with that id.
  public static @Nullable Experiment experiment(String id) {
    return experiments().stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
  }

  private static Experiment experiment(String id, String name, Experiment.State state, int done) {
    var vary = new LinkedHashMap<String, List<String>>();
    vary.put("scheduler", List.of("kioto", "jdk"));
    vary.put("worker-threads", List.of("2", "4", "8"));
    var spec = new ExperimentSpec(name,
        new ExperimentSpec.Workload(List.of("http", "--port", "8080"), null, null, null, null, null),
        new ExperimentSpec.LoadSpec(List.of("wrk", "-c", "64", "-d", "{seconds}", "http://127.0.0.1:8080/"), "wrk"),
        vary,
        Map.of("lifo-slot", "on"), null, "3s", "10s", ROUNDS, "tasks");
    var order = IntStream.rangeClosed(1, ROUNDS).boxed()
        .flatMap(round -> ARMS.stream().map(arm -> round + "-" + arm.letter())).toList();
    var runs = order.stream().limit(done).map(run -> new Experiment.RunInfo(run, run.substring(run.indexOf('-') + 1),
        Integer.parseInt(run.substring(0, run.indexOf('-'))), problem(run))).toList();
    return new Experiment(id, spec, state, null, BEGUN, ARMS, order, runs, 720,
        state == Experiment.State.RUNNING ? now(order, done) : null);
  }

  private static Experiment.Now now(List<String> order, int done) {
    return new Experiment.Now(order.get(done), done + 1, Experiment.Phase.MEASURING, BEGUN, 540, 4711, true);
  }

  private static @Nullable String problem(String run) {
    return run.equals("2-C") ? "The program ended with status 1 after 4 s" : null;
  }

  /// A run of any of them.
  public static LabRun run(String id) {
    int round = Integer.parseInt(id.substring(0, id.indexOf('-')));
    var letter = id.substring(id.indexOf('-') + 1);
    int place = place(letter);
    var machine = new LabRun.MachineNote(4, 0.2 + round * 0.01, 2.1, 2_400);
    if (problem(id) != null) {
      return new LabRun(id, round, letter, problem(id), BEGUN, null, 0, machine, Map.of(), Map.of(), List.of(), null,
          List.of(),
          List.of("starting on port 8080",
              "Exception in thread \"main\" java.net.BindException: Address already in use",
              "\tat java.base/sun.nio.ch.Net.bind0(Native Method)"));
    }
    var random = new Random(31L * place + round);
    var samples = new ArrayList<LabRun.Sample>();
    for (int i = -5; i <= 20; i++) {
      double ramp = i < -1 ? (i + 6) / 5.0 : 1;
      int workers = Integer.parseInt(ARMS.get(place).settings().get("worker-threads"));
      samples.add(new LabRun.Sample(i / 2.0, ramp * 62_000 / SLOW[place] * (0.95 + 0.1 * random.nextDouble()),
          ramp * Math.min(3.6, workers * 0.9) * (0.93 + 0.1 * random.nextDouble()),
          ramp * 6 * TAIL[place] * random.nextDouble(),
          IntStream.range(0, workers).mapToObj(worker -> ramp * Math.clamp(1.05 - worker * 0.11
              - (place > 2 ? 0.25 : 0) * random.nextDouble() - 0.1 * random.nextDouble(), 0.02, 1)).toList()));
    }
    return new LabRun(id, round, letter, null, BEGUN, BEGUN.plusSeconds(5), 10, machine, Map.of(), Map.of(), samples,
        place > 2 ? null : "/tmp/lab/1/" + id + ".kiorec", List.of(), List.of());
  }

  private static int place(String letter) {
    return letter.charAt(0) - 'A';
  }

  /// What comes of any of them.
  ///
  /// @param baseline the letter of the settings that the others are compared to
  public static Comparison comparison(String baseline) {
    int base = place(baseline);
    var arms = ARMS.stream().map(arm -> new Arm(arm.letter(), arm.label(), arm.settings(), place(arm.letter()) == base))
        .toList();
    var findings = new ArrayList<Finding>();
    for (var measure : MEASURES) {
      for (var arm : arms) {
        if (!arm.isBaseline()) {
          findings.add(finding(measure, arm, base));
        }
      }
    }
    findings.sort(Comparator.comparing((Finding finding) -> finding.verdict() == Finding.Verdict.NONE)
        .thenComparingDouble(finding -> -Math.abs(Math.log1p(finding.change()))));
    return new Comparison(arms, ROUNDS, 0.95, MEASURES, findings, values(), spreads(),
        List.of("1 of 48 runs failed: round 2 has no C."));
  }

  private static double value(int measure, int place) {
    return switch (MEASURES.get(measure).group()) {
      case "throughput" -> VALUES[measure] / SLOW[place];
      case "scheduling delay", "latency" -> VALUES[measure] * (measure == 1 ? SLOW[place] : TAIL[place]);
      case "workers" -> VALUES[measure] * (1 + place);
      case "costs" -> VALUES[measure] * (1 + (SLOW[place] - 1) / 2);
      default -> VALUES[measure] * (1 + 0.004 * place);
    };
  }

  private static Finding finding(Measure measure, Arm arm, int base) {
    int index = MEASURES.indexOf(measure);
    double before = value(index, base);
    double after = value(index, place(arm.letter()));
    double change = after / before - 1;
    double wide = 0.04 + 0.2 * Math.abs(change);
    boolean none = Math.abs(change) < wide;
    boolean up = change > 0;
    var verdict = none ? Finding.Verdict.NONE : switch (measure.better()) {
      case LOWER -> up ? Finding.Verdict.WORSE : Finding.Verdict.BETTER;
      case HIGHER -> up ? Finding.Verdict.BETTER : Finding.Verdict.WORSE;
      case NEITHER -> Finding.Verdict.DIFFERS;
    };
    var sentence = none
        ? "These runs show no difference in " + measure.label() + " between " + arm.letter() + " and the baseline."
        : "With " + arm.label() + ", " + measure.label() + " is " + Math.round(Math.abs(change) * 100) + " % "
            + (up ? "higher" : "lower") + " than with " + ARMS.get(base).label() + ".";
    return new Finding(measure.id(), arm.letter(), before, after, true, change, change - wide, change + wide, ROUNDS,
        verdict, sentence);
  }

  private static List<ArmValues> values() {
    var all = new ArrayList<ArmValues>();
    for (int i = 0; i < MEASURES.size(); i++) {
      for (var arm : ARMS) {
        double median = value(i, place(arm.letter()));
        var random = new Random(i * 7L + place(arm.letter()));
        var rounds = new TreeMap<Integer, Double>();
        for (int round = 1; round <= ROUNDS; round++) {
          rounds.put(round, median * (0.95 + 0.1 * random.nextDouble()));
        }
        all.add(new ArmValues(MEASURES.get(i).id(), arm.letter(), median, median * 0.95, median * 1.05, rounds));
      }
    }
    return all;
  }

  private static List<ArmDistribution> spreads() {
    var all = new ArrayList<ArmDistribution>();
    for (var name : List.of("scheduling delay", "poll time", "latency")) {
      double unit = switch (name) {
        case "scheduling delay" -> 9_000;
        case "poll time" -> 2_500;
        default -> 320_000;
      };
      for (var arm : ARMS) {
        int place = place(arm.letter());
        boolean same = name.equals("poll time");
        var bands = new ArrayList<PercentileBand>();
        for (int i = 0; i < POINTS.length; i++) {
          double tail = same ? 1 + 0.01 * place : 1 + (TAIL[place] - 1) * i / (POINTS.length - 1.0);
          double median = unit * TIMES[i] * tail;
          bands.add(new PercentileBand(POINTS[i], median, median * (0.9 - 0.05 * i), median * (1.1 + 0.08 * i)));
        }
        all.add(new ArmDistribution(name, arm.letter(), bands,
            name.equals("latency") ? List.of() : buckets(unit, same ? 1.01 : SLOW[place], same ? 1 : TAIL[place])));
      }
    }
    return all;
  }

  // A hump, and a smaller one for the tail.
  private static List<LabRun.Bucket> buckets(double unit, double slow, double tail) {
    var all = new ArrayList<LabRun.Bucket>();
    for (double at = 2; at < 7.6; at += 0.05) {
      double main = Math.exp(-Math.pow((at - Math.log10(unit * slow)) / 0.28, 2));
      double late = 0.06 * tail / 3 * Math.exp(-Math.pow((at - Math.log10(unit * 12 * tail)) / 0.22, 2));
      long count = Math.round(200_000 * (main + late));
      if (count > 0) {
        all.add(new LabRun.Bucket(Math.round(Math.pow(10, at)), Math.round(Math.pow(10, at + 0.05)), count));
      }
    }
    return all;
  }
}
