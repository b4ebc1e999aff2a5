package dev.kioto.console.discovery;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import dev.kioto.console.api.LocalConsole;
import dev.kioto.console.api.LocalProcess;
import dev.kioto.console.api.OpenConsole;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The processes of this machine that are JVMs or serve consoles.
///
/// Looking reads files and the table of processes; nothing is attached to, no process notices it. Kioto's own tools are left
/// out. Safe for use by any thread.
public final class LocalPrograms {

  /*
   * Three sources, each of which knows what the others do not:
   * - the notices of Kioto programs: where they serve consoles;
   * - the performance files of JVMs, as VirtualMachine.list() reads them: main classes. A JVM may be told to have none, and
   *   another user's cannot be read;
   * - the table of processes: whatever is called java, whose, since when.
   */
  private static final int OLDEST = 25; // feature version of the JDK that the runtime needs
  private static final List<String> OWN = List.of("dev.kioto.console.cli.", "dev.kioto.console.ui.");
  private static final String UNKNOWN_NAME = "java";

  private final Notices notices;

  private LocalPrograms(Notices notices) {
    this.notices = notices;
  }

  /// Those of this machine.
  public static LocalPrograms ofThisMachine() {
    return new LocalPrograms(Notices.standard());
  }

  /// The same, but for where notices are looked for.
  ///
  /// @param parents the folders in which those of the users are
  static LocalPrograms with(List<Path> parents) {
    return new LocalPrograms(new Notices(parents));
  }

  /// What there is now: those that serve consoles first, then the other JVMs, each by process id.
  public List<LocalProcess> look() {
    var consoles = new TreeMap<Long, List<LocalConsole>>();
    for (var notice : notices.read()) {
      consoles.computeIfAbsent(notice.pid(), _ -> new ArrayList<>()).add(new LocalConsole(notice.address(),
          notice.dials(), notice.name(), notice.runId(), notice.needsToken(), null));
    }
    var mains = mainClasses();
    var found = new ArrayList<LocalProcess>();
    ProcessHandle.allProcesses().forEach(process -> {
      var here = consoles.getOrDefault(process.pid(), List.of());
      var known = describe(process, mains.get(process.pid()), here);
      if (known != null) found.add(known);
    });
    found.sort(Comparator.comparing((LocalProcess process) -> process.consoles().isEmpty())
        .thenComparingLong(LocalProcess::pid));
    return found;
  }

  /// Whether an address is that of the customary port of this machine, in plain text.
  public static boolean isCustomary(@Nullable String address) {
    return address != null && address.matches("(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1]):" + OpenPort.CUSTOMARY);
  }

  /// What answers at the customary port and did not say what it is.
  ///
  /// @param targetId the target that it is already; null when it is none
  public static OpenConsole customary(@Nullable String targetId) {
    return new OpenConsole("127.0.0.1:" + OpenPort.CUSTOMARY, targetId,
        "Something that has left no notice answers here: perhaps a Rust program with console-subscriber");
  }

  /// Null when it is no JVM, as far as that shows, or a tool of Kioto's own.
  private static @Nullable LocalProcess describe(ProcessHandle process, @Nullable String main,
      List<LocalConsole> consoles) {
    var info = process.info();
    var command = info.command().orElse("");
    boolean isJava = main != null || isJava(command);
    if ((!isJava && consoles.isEmpty()) || isOwn(main)) return null;
    var version = command.isEmpty() ? null : JavaHome.version(command);
    var user = info.user().orElse(null);
    var name = consoles.isEmpty() ? main == null || main.isEmpty() ? UNKNOWN_NAME : main : consoles.getFirst().name();
    return new LocalProcess(process.pid(), name, user, version, info.startInstant().orElse(null), consoles,
        hint(consoles, version, user));
  }

  private static boolean isJava(String command) {
    try {
      return !command.isEmpty() && JavaHome.isJava(command);
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static boolean isOwn(@Nullable String main) {
    return main != null && OWN.stream().anyMatch(main::startsWith);
  }

  private static @Nullable String hint(List<LocalConsole> consoles, @Nullable String version, @Nullable String user) {
    if (!consoles.isEmpty()) return hint(consoles);
    var own = System.getProperty("user.name");
    if (user != null && !user.equals(own)) {
      return "It is " + user + "'s: only " + user + " sees what more there is to it";
    }
    int feature = version == null ? OLDEST : JavaHome.feature(version);
    if (feature < OLDEST) return "It runs on Java " + feature + ": Kioto needs " + OLDEST;
    return "It serves no console: start it by 'kioto run --console', or with kioto-instrumentation on its class path and "
        + "-Dkioto.console=on";
  }

  private static @Nullable String hint(List<LocalConsole> consoles) {
    if (consoles.stream().anyMatch(console -> console.address() != null && !console.needsToken())) return null;
    for (var console : consoles) {
      if (console.address() != null)
        return "It must be shown a token: 'kioto attach " + console.address()
            + " --target-token-file FILE'";
    }
    return "It listens nowhere: it connects to the collector at " + consoles.getFirst().dials();
  }

  /// Main classes and jars by process id, as far as JVMs tell them.
  private static Map<Long, String> mainClasses() {
    var mains = new HashMap<Long, String>();
    for (VirtualMachineDescriptor machine : VirtualMachine.list()) {
      try {
        mains.put(Long.parseLong(machine.id()), mainClass(machine.displayName()));
      } catch (NumberFormatException _) {
        // of another provider, which counts in its own way
      }
    }
    return mains;
  }

  /// The first word of a command, without the folder of a jar or the module of a class. What follows may be secret.
  static String mainClass(String command) {
    var stripped = command.strip();
    int blank = stripped.indexOf(' ');
    var main = blank < 0 ? stripped : stripped.substring(0, blank);
    return main.substring(main.lastIndexOf('/') + 1);
  }
}
