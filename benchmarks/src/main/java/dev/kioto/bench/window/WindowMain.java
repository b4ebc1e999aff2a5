package dev.kioto.bench.window;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.ui.link.ConsoleLink;
import dev.kioto.console.ui.link.FxPulse;
import dev.kioto.console.ui.link.Pulse;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.tasks.TasksViewModel;
import dev.kioto.console.ui.window.ConsoleViewModel;
import dev.kioto.console.ui.window.ConsoleWindow;
import dev.kioto.console.ui.window.View;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The window, in the process that is measured. Prints what it measures, a line each: a mark, a kind or unit, the figure, the words.
public final class WindowMain {
  static final String MARK = "kioto-window";

  private static final double MILLI = 1e6;
  private static final double WIDTH = 1480;
  private static final double HEIGHT = 900;
  private static final long TURN_MILLIS = 250; // between two things that a person does in a scene
  private static final long SETTLE_MILLIS = 1_500;
  private static final long LATE = 25_000_000; // half as long again as it may take

  /// A scene of the measurement: a view, and what a person does in it.
  enum Part {
    /// The table, with the busiest task first, as it changes.
    TASKS(View.TASKS, "table"),
    /// The table, a page further down each time.
    SCROLLED(View.TASKS, "table, scrolled"),
    /// Figures over time.
    OVERVIEW(View.OVERVIEW, "overview"),
    /// The tree of tasks.
    GRAPHS(View.GRAPHS, "graphs"),
    /// Ten seconds of the lanes of workers that are busy, as they go on.
    LANES(View.WORKERS, "lanes"),
    /// The same, looked at elsewhere and from other distances all the time.
    LANES_MOVED(View.WORKERS, "lanes, moved and zoomed");

    private final View view;
    private final String words;

    Part(View view, String words) {
      this.view = view;
      this.words = words;
    }
  }

  private final ConsoleLink link;
  private final ConsoleViewModel model;
  private final Scene scene;
  private final FrameTimes frames;
  private int turns; // UI thread only

  private WindowMain(URI server) {
    link = new ConsoleLink(ConsoleClient.of(server), new Pulse(new FxPulse()));
    model = new ConsoleViewModel(link, server.getAuthority());
    var window = new ConsoleWindow(model, DesktopSettings.DEFAULT, "", WIDTH, HEIGHT);
    scene = window.scene();
    frames = new FrameTimes(scene);
    var stage = new Stage();
    stage.setScene(scene);
    stage.show();
    window.focus();
  }

  /// @param args the server, seconds a scene, how often to open the target, seconds of the long run, and three targets: a large one, a small one, and
  ///     one whose workers are busy
  public static void main(String[] args) throws InterruptedException {
    CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
    Platform.startup(() -> started.complete(null));
    started.join();
    var main = onFx(() -> new WindowMain(URI.create(args[0])));
    main.run(List.of(args).subList(4, 7), Integer.parseInt(args[1]), Integer.parseInt(args[2]),
        Long.parseLong(args[3]));
    System.exit(0);
  }

  private void run(List<String> targets, int seconds, int opens, long longRun) throws InterruptedException {
    tell("open", firstRows(() -> link.start(model::accept)), "empty window to first rows, cold");
    opened(targets.get(0), targets.get(1), opens);
    for (var part : Part.values()) {
      if (part.view == View.WORKERS) show(targets.get(2));
      measure(part, seconds);
    }
    if (longRun > 0) {
      watchHeap(longRun / 2, targets.get(2), "a target whose workers are busy");
      watchHeap(longRun / 2, targets.get(0), "a target of many tasks");
    }
  }

  private void show(String targetId) {
    onFx(() -> {
      choose(targetId);
      return 0;
    });
  }

  private void opened(String target, String other, int opens) throws InterruptedException {
    long[] nanos = new long[opens];
    for (int i = 0; i < opens; i++) {
      firstRows(() -> choose(other));
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
      nanos[i] = firstRows(() -> choose(target));
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
    }
    Arrays.sort(nanos);
    tell("open", nanos[opens / 2], "click on the target to first rows, median of " + opens);
    tell("open", nanos[opens - 1], "click on the target to first rows, slowest");
  }

  private void choose(String targetId) {
    model.targets().targets().stream().filter(target -> target.id().equals(targetId)).findFirst()
        .ifPresent(model.targets()::choose);
  }

  /// @return nanoseconds until rows are laid out; the frame is drawn right after
  private long firstRows(Runnable action) {
    var shown = new CompletableFuture<Long>();
    var listener = new Runnable[1];
    onFx(() -> {
      long start = System.nanoTime();
      listener[0] = () -> {
        boolean rows = model.tasks().content().get() == TasksViewModel.Content.ROWS
            && model.tasks().slots().loaded(0) != null;
        if (rows) shown.complete(System.nanoTime() - start);
      };
      action.run();
      scene.addPostLayoutPulseListener(listener[0]);
      return 0;
    });
    long nanos = shown.orTimeout(60, TimeUnit.SECONDS).join();
    onFx(() -> {
      scene.removePostLayoutPulseListener(listener[0]);
      return 0;
    });
    return nanos;
  }

  private void measure(Part part, int seconds) throws InterruptedException {
    onFx(() -> {
      model.view().set(part.view);
      model.openDetail();
      return 0;
    });
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
    onFx(() -> {
      frames.start();
      return 0;
    });
    act(part, TimeUnit.SECONDS.toMillis(seconds));
    onFx(() -> {
      frames.stop();
      return 0;
    });
    told(part);
  }

  private void act(Part part, long millis) throws InterruptedException {
    for (long left = millis; left > 0; left -= TURN_MILLIS) {
      TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
      onFx(() -> {
        personActs(part);
        return 0;
      });
    }
  }

  private void personActs(Part part) {
    switch (part) {
      case SCROLLED -> model.move(model.tasks().page());
      case LANES_MOVED -> {
        turns++;
        model.lanes().move(turns % 8 < 4 ? -0.2 : 0.2);
        model.lanes().zoom(turns % 32 < 16 ? 1.25 : 0.8, 0.5);
      }
      case TASKS, OVERVIEW, GRAPHS, LANES -> {
      }
    }
  }

  private void told(Part part) {
    var what = part.words + ": ";
    percentiles(frames.work(), "work99", what + "work of a frame");
    percentiles(frames.processor(), "ms", what + "processor time of a frame");
    percentiles(frames.intervals(), "ms", what + "from frame to frame");
    long all = frames.intervals().getTotalCount();
    long late = all - frames.intervals().getCountBetweenValues(0, LATE);
    figure("%", 100.0 * late / all, what + "frames that came later than 25 ms");
  }

  private static void percentiles(Histogram times, String kindOf99, String what) {
    tell("ms", times.getValueAtPercentile(50), what + ", p50");
    tell(kindOf99, times.getValueAtPercentile(99), what + ", p99");
    tell("ms", times.getMaxValue(), what + ", max");
  }

  /// Goes round the views of a target, and tells each minute what lives in the heap.
  private void watchHeap(long seconds, String target, String what) throws InterruptedException {
    show(target);
    double first = Double.NaN;
    double last = Double.NaN;
    int minutes = (int) Math.max(2, seconds / 60);
    for (int minute = 0; minute <= minutes; minute++) {
      last = heapMebibytes();
      // The first minute fills caches and courses.
      if (minute == 1) first = last;
      System.err.printf(Locale.ROOT, "window: %s, minute %d, %.1f MiB live in its heap%n", what, minute, last);
      if (minute < minutes) round();
    }
    figure("MiB", last, "live in the window's heap after %d minutes of %s".formatted(minutes, what));
    figure("growth", last - first, "more than after the first minute of it");
  }

  // A minute: each view for a part of it.
  private void round() throws InterruptedException {
    var views = View.values();
    for (var view : views) {
      onFx(() -> {
        model.view().set(view);
        return 0;
      });
      act(Part.SCROLLED, TimeUnit.MINUTES.toMillis(1) / views.length);
    }
  }

  @SuppressWarnings("SystemGc") // nothing else tells what lives
  private static double heapMebibytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
  }

  private static void tell(String kind, long nanos, String what) {
    figure(kind, nanos / MILLI, what);
  }

  private static void figure(String kind, double figure, String what) {
    System.out.printf(Locale.ROOT, "%s\t%s\t%.3f\t%s%n", MARK, kind, figure, what);
    System.out.flush();
  }

  private static <T> T onFx(Callable<T> work) {
    var done = new CompletableFuture<T>();
    Platform.runLater(() -> {
      try {
        done.complete(work.call());
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    });
    return done.join();
  }
}
