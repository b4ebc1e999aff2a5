package dev.kioto.testing;

import dev.kioto.runtime.RuntimeFlavor;
import dev.kioto.runtime.UnhandledPanic;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A JUnit test whose body runs on a runtime of its own, as a direct task: it spawns, and awaits futures.
///
/// ```java
/// @KiotoTest
/// void answer_isGiven() {
///   var answer = Task.spawn(() -> 42);
///   assertEquals(42, answer.await());
/// }
///
/// @KiotoTest(flavor = RuntimeFlavor.MULTI_THREAD, workerThreads = 2, timeout = 5)
/// void server_stops(Runtime runtime) { ... }
/// ```
///
/// The runtime has all drivers. It is there before the methods that run before the test, and ends after those that run after
/// it. Constructors aside, all of them and the test may have a parameter of type [dev.kioto.runtime.Runtime] or
/// [dev.kioto.runtime.Handle]. The body runs on another thread than JUnit's; methods before and after it run on that one.
///
/// For parameterized and repeated tests, and for a whole class, see [KiotoRuntime], which this replaces on its method. Tokio's
/// `#[tokio::test]`.
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(KiotoExtension.class)
public @interface KiotoTest {
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
