package dev.kioto.testing;

import dev.kioto.runtime.RuntimeFlavor;
import dev.kioto.runtime.UnhandledPanic;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;

/// Has the tests of a class, or one test of any kind, run as [KiotoTest] does: each on a runtime of its own.
///
/// ```java
/// @ParameterizedTest
/// @ValueSource(ints = {1, 16})
/// @KiotoRuntime(flavor = RuntimeFlavor.MULTI_THREAD)
/// void channel_isOrdered(int capacity) { ... }
/// ```
///
/// One on a method replaces one on its class, which replaces one on a class around that or above it.
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KiotoExtension.class)
public @interface KiotoRuntime {
  /// Which threads poll the runtime's tasks: [RuntimeFlavor#CURRENT_THREAD] or [RuntimeFlavor#MULTI_THREAD].
  RuntimeFlavor flavor() default RuntimeFlavor.CURRENT_THREAD;

  /// The workers of a multi-thread runtime; 0 for as many as processors.
  int workerThreads() default 0;

  /// Whether the clock stands still from the start, and jumps to the next deadline when there is nothing to run; see
  /// [dev.kioto.time.Time#pause]. For a current-thread runtime.
  boolean startPaused() default false;

  /// How long the test's body may take by the system's clock, above 0; 0 for as long as it likes. When the time is up it is aborted, and the test fails with a
  /// dump of all tasks.
  long timeout() default 60;

  /// The unit of [#timeout].
  TimeUnit timeoutUnit() default TimeUnit.SECONDS;

  /// Whether the body is a direct task; otherwise it is the code of a `blockOn`, on a platform thread. Direct tasks need
  /// `--add-opens java.base/java.lang=ALL-UNNAMED` on the command line of the tests' JVM.
  boolean directTask() default true;

  /// What a task that fails does to the test. [UnhandledPanic#REPORT]: the test fails when its body has ended.
  /// [UnhandledPanic#SHUTDOWN_RUNTIME]: it fails at once. [UnhandledPanic#IGNORE]: nothing, which is for tests whose tasks are
  /// meant to fail. The failure of the body itself is always the test's.
  UnhandledPanic unhandledPanic() default UnhandledPanic.REPORT;

  /// What is done about tasks that have not ended when the body and the methods after it have.
  LeftoverTasks leftoverTasks() default LeftoverTasks.IGNORE;
}
