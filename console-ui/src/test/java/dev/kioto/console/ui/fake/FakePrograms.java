package dev.kioto.console.ui.fake;

import dev.kioto.console.api.LocalConsole;
import dev.kioto.console.api.LocalProcess;
import dev.kioto.console.api.OpenConsole;
import dev.kioto.console.api.ProcessList;
import dev.kioto.console.api.RunInfo;
import dev.kioto.console.api.RunList;
import dev.kioto.console.api.RuntimeInfo;
import dev.kioto.console.api.RuntimeList;
import dev.kioto.console.api.Setting;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TaskCounts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Invented programs of this machine, and what a target tells of its runs and runtimes.
final class FakePrograms {
  private static final String HINT = "It serves no console: start it by 'kioto run --console', or with "
      + "kioto-instrumentation on its class path and -Dkioto.console=on";

  private FakePrograms() {}

  static ProcessList processes(List<Target> targets, Instant now) {
    return new ProcessList(List.of(
        process(4121, "shop-api", now, console("127.0.0.1:6669", "shop-api", false, targets)),
        process(4630, "mini-redis", now, console("127.0.0.1:6680", "mini-redis", false, targets)),
        process(4712, "ledger", now, console("127.0.0.1:6681", "ledger", true, targets)),
        new LocalProcess(911, "com.example.Gateway", "ada", "25.0.3", now, List.of(), HINT),
        new LocalProcess(1204, "gradle-daemon.jar", "ada", "21.0.4", now, List.of(), HINT)),
        List.of(new OpenConsole("127.0.0.1:6670", idOf("127.0.0.1:6670", targets),
            "Something answers there: a Rust program with console-subscriber, maybe")),
        null);
  }

  private static LocalProcess process(long pid, String name, Instant now, LocalConsole console) {
    return new LocalProcess(pid, name, "ada", "25.0.3", now, List.of(console), null);
  }

  private static LocalConsole console(String address, String name, boolean token, List<Target> targets) {
    return new LocalConsole(address, null, name, "run-" + name, token, idOf(address, targets));
  }

  private static @Nullable String idOf(String address, List<Target> targets) {
    return targets.stream().filter(target -> target.address().equals(address)).map(Target::id).findFirst().orElse(null);
  }

  static RunList runs(TaskCounts tasks, Instant now) {
    return new RunList(List.of(
        new RunInfo("run-2", 4121L, now.minusSeconds(1_204), now.minusSeconds(1_200), null, now, tasks),
        new RunInfo("run-1", 3977L, now.minusSeconds(9_000), now.minusSeconds(8_000), now.minusSeconds(1_200), now,
            new TaskCounts(212, 0, 0, 0, 212))),
        null);
  }

  static RuntimeList runtimes(TaskCounts tasks, Instant now, String eventInterval) {
    var settings = List.of(new Setting("worker-threads", "4", "Threads that poll tasks.", false, true),
        new Setting("event-interval", eventInterval, "Polls between two looks at the driver.", true,
            !eventInterval.equals("61")),
        new Setting("lifo-slot", "on", "Whether the task that was woken last is polled next.", true, false),
        new Setting("max-blocking-threads", "512", "Threads for blocking jobs, at most.", false, false));
    return new RuntimeList(List.of(new RuntimeInfo("1", "main", "multi-thread", settings,
        tasks.total() - tasks.completed(), 104_318, 0, 9_120, new RuntimeInfo.Driver(91_204, 412, 380, 88_201),
        new RuntimeInfo.BlockingPool(7, 5, 512, 0))), null, now);
  }
}
