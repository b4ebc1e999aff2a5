package dev.kioto.runtime;

import dev.kioto.scheduler.SchedulerHook;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/// The agent that puts the virtual threads of a whole program on a runtime: `java -javaagent:kioto-runtime.jar -jar app.jar`.
///
/// The runtime has the settings of the `kioto.*` system properties, is there before the program's `main`, and ends with the
/// JVM, as its threads are daemons. Nothing of the program changes: a virtual thread that asks for no scheduler, which no
/// public API of JDK 25 lets it do, is a task of the runtime. Where that is not possible the program runs as it would
/// without the agent, and a line on the standard error says so. A setting that is wrong ends the JVM with status 2 before
/// the program starts, after a line that names it.
public final class ProgramAgent {
  private static final int USAGE = 2;

  private ProgramAgent() {}

  /// Called by the JVM before `main`.
  ///
  /// @param argument what follows the `=` behind the agent's path
  public static void premain(@Nullable String argument, Instrumentation jvm) {
    try {
      SchedulerHook.openJavaLang(jvm);
      SchedulerHook.install(jvm, start().handle().scheduler());
    } catch (IllegalArgumentException e) {
      System.err.println("kioto: " + e.getMessage());
      System.exit(USAGE);
    } catch (RuntimeException | LinkageError e) {
      System.err.println("kioto: the program runs on the JDK's scheduler: " + e.getMessage()
          + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
    }
  }

  private static Runtime start() {
    var builder = Runtime.builder().enableAll();
    Settings.refuseUnknown();
    var runtime = builder.build();
    if (runtime.handle().runtimeFlavor() != RuntimeFlavor.MULTI_THREAD) {
      throw new IllegalArgumentException(
          "system property kioto.flavor must be multi-thread for a whole program, but is '"
              + System.getProperty("kioto.flavor") + "'");
    }
    return runtime;
  }
}
