package dev.kioto.demo;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Load;
import dev.kioto.demo.body.Stage;
import dev.kioto.probe.Probe;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Time;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A demo on a runtime of its own.
final class DemoRun implements Main.Run {

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Demo demo;
  private final Load load;
  private final @Nullable Integer port;
  private final Consumer<RuntimeBuilder> settings;
  private final PrintWriter out;

  private @Nullable Stage stage; // the main thread

  /// @param port of the demo's server; null where the demo says
  DemoRun(Demo demo, Load load, @Nullable Integer port, Consumer<RuntimeBuilder> settings, PrintWriter out) {
    this.demo = demo;
    this.load = load;
    this.port = port;
    this.settings = settings;
    this.out = out;
  }

  @Override
  public String name() {
    return demo.name();
  }

  @Override
  public List<String> lines() {
    return List.of();
  }

  @Override
  public List<Runtime> start(Probe probe) {
    var builder = Runtime.builder().enableAll().name(demo.name()).probe(probe);
    demo.configure(builder, load);
    settings.accept(builder);
    var runtime = builder.build();
    var set = new Stage(demo.name(), runtime, load, port, out);
    stage = set;
    try {
      runtime.blockOn(() -> demo.start(set));
    } catch (Demo.CannotStart e) {
      runtime.shutdownBackground();
      throw e;
    }
    return List.of(runtime);
  }

  /// Asks the tasks to stop, and waits for those that the demo tracks.
  @Override
  public void stop() {
    var set = stage;
    if (set == null) return;
    set.stop().cancel();
    set.tasks().close();
    try {
      set.runtime().blockOn(() -> {
        Time.timeout(GRACE, set.tasks().waitAll()).await();
      });
    } catch (ElapsedException _) {
      set.say(set.tasks().length() + " tasks have not stopped within " + GRACE.toSeconds() + " s, and are cancelled");
    }
  }
}
