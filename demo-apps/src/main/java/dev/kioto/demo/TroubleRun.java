package dev.kioto.demo;

import dev.kioto.demo.trouble.Trouble;
import dev.kioto.demo.trouble.Troubles;
import dev.kioto.demo.trouble.Variant;
import dev.kioto.probe.Probe;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Programs in which something goes wrong, or their healthy twins: each on a runtime of its own, in one process.
final class TroubleRun implements Main.Run {

  /// What the demo is called on the command line.
  static final String NAME = "trouble";

  private static final int WORKERS = 2; // as few as can help each other, whatever the machine has

  /// Which tasks a program is made of.
  enum Kind {
    FUTURE,
    DIRECT
  }

  private record Program(Trouble trouble, Variant variant) {
    String line() {
      return trouble.id() + ": " + (variant.isHealthy() ? "healthy: " + trouble.healthy() : trouble.sick());
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
  /// @param kind null for future tasks where there is a program of them, else direct ones
  /// @throws IllegalArgumentException if there is none, no such trouble, or not on such tasks
  static TroubleRun of(List<String> ids, boolean healthy, @Nullable Kind kind, Consumer<RuntimeBuilder> settings) {
    if (ids.isEmpty()) throw new IllegalArgumentException("'trouble' alone says too little: write after it " + known());
    var programs = new ArrayList<Program>();
    for (var id : ids) {
      var trouble = Troubles.byId(id);
      if (trouble == null) throw new IllegalArgumentException("there is no trouble '" + id + "': write " + known());
      programs.add(new Program(trouble, Variant.of(healthy, isDirect(trouble, kind))));
    }
    return new TroubleRun(programs, healthy, settings);
  }

  private static boolean isDirect(Trouble trouble, @Nullable Kind kind) {
    if (kind == null) return !trouble.hasFuture();
    boolean there = kind == Kind.DIRECT ? trouble.hasDirect() : trouble.hasFuture();
    if (there) return kind == Kind.DIRECT;
    throw new IllegalArgumentException("'" + trouble.id() + "' does not happen to "
        + (kind == Kind.DIRECT ? "direct tasks: write --kind future" : "future tasks: write --kind direct"));
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
      runtime.blockOn(() -> trouble.start(runtime, program.variant())); // inside, so that it is known where channels are made
      runtimes.add(runtime);
    }
    return runtimes;
  }
}
