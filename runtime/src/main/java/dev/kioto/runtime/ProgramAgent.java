package dev.kioto.runtime;

import dev.kioto.scheduler.SchedulerHook;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/// The agent that puts the virtual threads of a whole program on a runtime: `java -javaagent:kioto-runtime.jar -jar app.jar`.
///
/// The runtime has the settings of the `kioto.*` system properties, is there before the program's `main`, and ends with the
/// JVM, as its threads are daemons. Nothing of the program changes: a virtual thread that asks for no scheduler, which no
/// public API of JDK 25 lets it do, is a task of the runtime. So are the JDK's own that poll sockets, by the name of
/// `SubPoller`.
///
/// With `-javaagent:kioto-runtime.jar=CLASSPATH` the runtime has the probe that is found in this class path, which the
/// program does not see. Without, and with `-Dkioto.console`, it has the one of the program's own class path.
///
/// | what is wrong | what happens |
/// |---|---|
/// | a setting | a line that names it; the JVM ends with status 2 before the program starts |
/// | the class path of the probe cannot be read | a line that says why; the JVM ends with status 1 before the program starts |
/// | this JVM cannot be changed | a line that says so; the program runs as it would without the agent |
public final class ProgramAgent {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private ProgramAgent() {}

  /// Called by the JVM before `main`.
  ///
  /// @param probePath what follows the `=` behind the agent's path
  public static void premain(@Nullable String probePath, Instrumentation jvm) {
    try {
      SchedulerHook.openJavaLang(jvm);
      SchedulerHook.install(jvm, start(probePath).handle().scheduler());
    } catch (IllegalArgumentException e) {
      end(USAGE, e);
    } catch (UncheckedIOException e) {
      end(FAILED, e);
    } catch (Throwable e) { // whatever it is, the program does not need the agent
      System.err.println("kioto: the program runs on the JDK's scheduler: " + e.getMessage()
          + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
    }
  }

  private static void end(int status, Exception e) {
    System.err.println("kioto: " + e.getMessage());
    System.exit(status);
  }

  private static Runtime start(@Nullable String probePath) {
    var builder = Runtime.builder().enableAll();
    Settings.refuseUnknown();
    if (probePath != null) {
      builder.probe(ProbeLoader.start(probePath));
    }
    var runtime = builder.build();
    if (runtime.handle().runtimeFlavor() != RuntimeFlavor.MULTI_THREAD) {
      throw new IllegalArgumentException(
          "system property kioto.flavor must be multi-thread for a whole program, but is '"
              + System.getProperty("kioto.flavor") + "'");
    }
    return runtime;
  }
}
