package dev.kioto.demo;

import dev.kioto.demo.trouble.Trouble;
import dev.kioto.demo.trouble.Troubles;
import dev.kioto.demo.trouble.Variant;
import dev.kioto.probe.Probe;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Programs in which something goes wrong, or their healthy twins: each on a runtime of its own, in one process.
final class TroubleRun implements Main.Run {

  /// What the demo is called on the command line.
  static final String NAME = "trouble";

  private static final int WORKERS = 2; // as few as can help each other, whatever the machine has

  /// Which tasks a program is made of.
  enum Kind {
    FUTURE("future tasks"),
    DIRECT("direct tasks"),
    /// Which the code starts by the JDK's means, and which know nothing of Kioto.
    VIRTUAL("plain virtual threads");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    boolean isOf(Trouble trouble) {
      return switch (this) {
        case FUTURE -> trouble.hasFuture();
        case DIRECT -> trouble.hasDirect();
        case VIRTUAL -> trouble.hasVirtual();
      };
    }

    static List<Kind> of(Trouble trouble) {
      return Stream.of(values()).filter(kind -> kind.isOf(trouble)).toList();
    }
  }

  private record Program(Trouble trouble, boolean healthy, Kind kind) {
    String line() {
      return trouble.id() + ": " + (healthy ? "healthy: " + trouble.healthy() : trouble.sick());
    }

    Variant variant() {
      return Variant.of(healthy, kind != Kind.FUTURE);
    }

    /// Inside the runtime.
    void start(Runtime runtime) {
      if (kind == Kind.VIRTUAL) runtime.task().name("main").spawn(() -> trouble.startVirtual(healthy));
      else trouble.start(runtime, variant());
    }
  }

  private final List<Program> programs;
  private final boolean healthy;
  private final Consumer<RuntimeBuilder> settings;

  private TroubleRun(List<Program> programs, boolean healthy, Consumer<RuntimeBuilder> settings) {
    this.programs = programs;
    this.healthy = healthy;
    this.settings = settings;
  }

  /// @param ids of the troubles
  /// @param kind null for the first of its kinds
  /// @throws IllegalArgumentException if there is none, no such trouble, or not on such tasks
  static TroubleRun of(List<String> ids, boolean healthy, @Nullable Kind kind, Consumer<RuntimeBuilder> settings) {
    if (ids.isEmpty()) throw new IllegalArgumentException("'trouble' alone says too little: write after it " + known());
    var programs = new ArrayList<Program>();
    for (var id : ids) {
      var trouble = Troubles.byId(id);
      if (trouble == null) throw new IllegalArgumentException("there is no trouble '" + id + "': write " + known());
      programs.add(new Program(trouble, healthy, kind(trouble, kind)));
    }
    return new TroubleRun(programs, healthy, settings);
  }

  private static Kind kind(Trouble trouble, @Nullable Kind asked) {
    var kinds = Kind.of(trouble);
    if (asked == null) return kinds.getFirst();
    if (kinds.contains(asked)) return asked;
    throw new IllegalArgumentException("'" + trouble.id() + "' does not happen to " + asked.title + ": write "
        + kinds.stream().map(kind -> "--kind " + kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or ")));
  }

  private static String known() {
    return Troubles.all().stream().map(Trouble::id).collect(Collectors.joining(", ", "one of ", ""));
  }

  /// What there is, a line each.
  static List<String> list() {
    return Troubles.all().stream().map(trouble -> NAME + " " + trouble.id() + "  " + trouble.look()).toList();
  }

  @Override
  public String name() {
    var what = programs.size() == 1 ? NAME + "-" + programs.getFirst().trouble().id() : NAME;
    return healthy ? what + "-healthy" : what;
  }

  @Override
  public List<String> lines() {
    return programs.stream().map(Program::line).toList();
  }

  @Override
  public List<Runtime> start(Probe probe) {
    var runtimes = new ArrayList<Runtime>();
    for (var program : programs) {
      var trouble = program.trouble();
      var builder = Runtime.builder().enableAll().name(trouble.id()).workerThreads(WORKERS).probe(probe);
      trouble.configure(builder, program.variant());
      settings.accept(builder);
      var runtime = builder.build();
      runtime.blockOn(() -> program.start(runtime)); // inside, so that it is known where channels are made
      runtimes.add(runtime);
    }
    return runtimes;
  }
}
