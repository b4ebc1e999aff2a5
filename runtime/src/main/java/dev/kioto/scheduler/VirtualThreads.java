package dev.kioto.scheduler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The one place that reaches into the JDK: gives a virtual thread a scheduler of ours, and finds the carrier of the
/// calling thread. JDK 25 has no public way to do either; both live in `java.lang`, which must be opened by
/// `--add-opens java.base/java.lang=ALL-UNNAMED` (or by `Add-Opens: java.base/java.lang` in the manifest of the
/// executable jar). Without it [#isAvailable] is false and only future tasks work.
final class VirtualThreads {
  /*
   * What is reached, as it is in JDK 25:
   *  - java.lang.ThreadBuilders$VirtualThreadBuilder(Executor), whose threads submit themselves to that executor each
   *    time they can continue. They do so with the same Runnable object each time, and pinned to their carrier.
   *  - static Thread Thread.currentCarrierThread(), an intrinsic.
   *  - Object ThreadLocal.getCarrierThreadLocal(): the value that the platform thread below the caller has.
   *  - the thread that such a Runnable belongs to: the one field that the lambda captured.
   *
   * And what must not be inherited: on Linux the JDK polls sockets for all virtual threads of the process in virtual
   * threads of its own, which it starts when the first one waits for a socket. Started inside a direct task they would be
   * that runtime's children, and end with it. So they are started before there is a direct task: on the JDK's scheduler, or
   * on that of the whole program, which lasts as long as they do.
   */
  private static final @Nullable Access ACCESS = open();

  private VirtualThreads() {}

  private record Access(MethodHandles.Lookup lookup, MethodHandle builder, MethodHandle carrier, MethodHandle local) {}

  // Separate constants, so that the compiler folds them.
  private static final @Nullable MethodHandle BUILDER = ACCESS == null ? null : ACCESS.builder();
  private static final @Nullable MethodHandle CARRIER = ACCESS == null ? null : ACCESS.carrier();
  private static final @Nullable MethodHandle LOCAL = ACCESS == null ? null : ACCESS.local();

  /// Its initialization, once in the process, starts the JDK's pollers as if the calling thread needed them.
  private static final class Pollers {
    static {
      try {
        Class.forName("sun.nio.ch.Poller", true, null);
      } catch (ClassNotFoundException | LinkageError _) {
        // Another JDK, or one that cannot poll: it says so itself when somebody waits for a socket.
      }
    }

    static void start() {}
  }

  private static @Nullable Access open() {
    try {
      var lookup = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      var builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
      var constructor = MethodHandles.privateLookupIn(builder, MethodHandles.lookup())
          .findConstructor(builder, MethodType.methodType(void.class, Executor.class));
      return new Access(lookup,
          constructor.asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class)),
          lookup.findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class)),
          MethodHandles.privateLookupIn(ThreadLocal.class, MethodHandles.lookup()).findVirtual(ThreadLocal.class,
              "getCarrierThreadLocal", MethodType.methodType(Object.class)));
    } catch (ReflectiveOperationException | RuntimeException _) {
      return null; // closed, or another JDK: isAvailable() is false, and create() says what to do
    }
  }

  /// Has the JDK start what polls the sockets of virtual threads, unless it has.
  static void startPollers() {
    Pollers.start();
  }

  /// Defines a class in `java.lang`, for the JDK to call, and sets a static field of it.
  ///
  /// @throws IllegalStateException when that is not possible in this JVM
  static void defineHook(byte[] bytes, String field, Class<?> type, Object value) {
    if (ACCESS == null) {
      throw new IllegalStateException("java.lang is closed");
    }
    try {
      var hook = ACCESS.lookup().defineClass(bytes);
      ACCESS.lookup().findStaticVarHandle(hook, field, type).set(value);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw new IllegalStateException("no class could be added to java.lang", e);
    }
  }

  /// Whether virtual threads can be given a scheduler in this JVM.
  static boolean isAvailable() {
    return ACCESS != null;
  }

  /// A new, unstarted virtual thread that submits itself to `scheduler` each time it can continue.
  ///
  /// @throws IllegalStateException when `java.lang` is not open to this module
  static Thread create(Executor scheduler, @Nullable String name, Runnable body) {
    if (BUILDER == null) {
      throw new IllegalStateException(
          "direct tasks need access to java.lang, which this JVM (" + Runtime.version()
              + ") does not give: start it with"
              + " --add-opens java.base/java.lang=ALL-UNNAMED on JDK 25, or spawn future tasks");
    }
    Pollers.start();
    try {
      var builder = (Thread.Builder.OfVirtual) BUILDER.invokeExact(scheduler);
      return (name == null ? builder : builder.name(name)).unstarted(body);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the JDK's virtual thread builder failed", e);
    }
  }

  /// The platform thread that runs the caller: the carrier of a virtual thread, or the calling thread itself.
  static Thread currentCarrier() {
    if (CARRIER == null) {
      return Thread.currentThread();
    }
    try {
      return (Thread) CARRIER.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError("currentCarrierThread does not throw", e);
    }
  }

  /// The value that the platform thread which runs the caller has of a thread local.
  @SuppressWarnings("unchecked")
  static <T> @Nullable T carrierLocal(ThreadLocal<@Nullable T> local) {
    if (LOCAL == null || !Thread.currentThread().isVirtual()) {
      return local.get();
    }
    try {
      return (T) (Object) LOCAL.invokeExact((ThreadLocal<?>) local);
    } catch (Throwable e) {
      throw new AssertionError("getCarrierThreadLocal does not throw", e);
    }
  }

  /// The virtual thread that a submitted continuation belongs to, or null when it cannot be told.
  static @Nullable Thread threadOf(Runnable continuation) {
    try {
      for (Field field : continuation.getClass().getDeclaredFields()) {
        field.setAccessible(true);
        if (field.get(continuation) instanceof Thread thread && thread.isVirtual()) {
          return thread;
        }
      }
    } catch (ReflectiveOperationException | RuntimeException _) {
      // The shape is another one: the caller does without.
    }
    return null;
  }
}
