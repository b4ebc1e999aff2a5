package dev.kioto.testing;

import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.runtime.RuntimeFlavor;
import dev.kioto.runtime.UnhandledPanic;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// What [KiotoTest] or [KiotoRuntime] says of a test.
///
/// @param timeoutNanos 0 for none
record TestSettings(RuntimeFlavor flavor, int workerThreads, boolean startPaused, long timeoutNanos, boolean directTask,
    UnhandledPanic unhandledPanic, LeftoverTasks leftoverTasks) {

  // JUnit's, which turns off its own timeouts as well.
  private static final String TIMEOUT_MODE = "junit.jupiter.execution.timeout.mode";

  TestSettings {
    if (flavor == RuntimeFlavor.LOCAL) {
      throw new ExtensionConfigurationException(
          "flavor LOCAL belongs to the thread that builds the runtime: use CURRENT_THREAD, with a LocalSet in the test");
    }
    if (workerThreads < 0) {
      throw new ExtensionConfigurationException(
          "workerThreads must be at least 1, or 0 for the default, but is " + workerThreads);
    }
    if (workerThreads > 0 && flavor != RuntimeFlavor.MULTI_THREAD) {
      throw new ExtensionConfigurationException(
          "workerThreads = " + workerThreads + " needs flavor = MULTI_THREAD, but flavor is " + flavor);
    }
    if (startPaused && flavor != RuntimeFlavor.CURRENT_THREAD) {
      throw new ExtensionConfigurationException(
          "startPaused needs flavor = CURRENT_THREAD, but flavor is " + flavor
              + ": only there is it known when nothing runs");
    }
    if (timeoutNanos < 0) {
      throw new ExtensionConfigurationException("timeout must be above 0, or 0 for none, but is negative");
    }
  }

  /// The settings of the nearest annotation.
  static TestSettings of(ExtensionContext context) {
    var settings = find(context);
    boolean waits = context.getConfigurationParameter(TIMEOUT_MODE).filter("disabled"::equalsIgnoreCase).isPresent();
    return waits ? settings.withoutTimeout() : settings;
  }

  private static TestSettings find(ExtensionContext context) {
    var test = AnnotationSupport.findAnnotation(context.getElement(), KiotoTest.class);
    if (test.isPresent()) {
      return of(test.get());
    }
    for (var scope = Optional.of(context); scope.isPresent(); scope = scope.get().getParent()) {
      var runtime = AnnotationSupport.findAnnotation(scope.get().getElement(), KiotoRuntime.class);
      if (runtime.isPresent()) {
        return of(runtime.get());
      }
    }
    throw new ExtensionConfigurationException(
        "KiotoExtension runs tests that are annotated with @KiotoTest or @KiotoRuntime, on the method or its class");
  }

  private static TestSettings of(KiotoTest test) {
    return new TestSettings(test.flavor(), test.workerThreads(), test.startPaused(),
        test.timeoutUnit().toNanos(test.timeout()),
        test.directTask(), test.unhandledPanic(), test.leftoverTasks());
  }

  private static TestSettings of(KiotoRuntime test) {
    return new TestSettings(test.flavor(), test.workerThreads(), test.startPaused(),
        test.timeoutUnit().toNanos(test.timeout()),
        test.directTask(), test.unhandledPanic(), test.leftoverTasks());
  }

  private TestSettings withoutTimeout() {
    return new TestSettings(flavor, workerThreads, startPaused, 0, directTask, unhandledPanic, leftoverTasks);
  }

  RuntimeBuilder builder(String name) {
    var builder = Runtime.builder().enableAll().name(name).unhandledPanic(unhandledPanic).spawnLocations(true)
        .startPaused(startPaused);
    if (flavor == RuntimeFlavor.CURRENT_THREAD) {
      return builder.currentThread();
    }
    return workerThreads == 0 ? builder.multiThread() : builder.multiThread().workerThreads(workerThreads);
  }
}
