package dev.kioto.scheduler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The one place that reaches into the JDK: gives a virtual thread a scheduler of ours, and finds the carrier of the
/// calling thread. JDK 25 has no public way to do either; both live in `java.lang`, which must be opened by
/// `--add-opens java.base/java.lang=ALL-UNNAMED` (or by `Add-Opens: java.base/java.lang` in the manifest of the
/// executable jar). Without it [#isAvailable] is false and only future tasks work.
final class VirtualThreads {
  /*
   * What is reached, as it is in JDK 25:
   *  - java.lang.ThreadBuilders.newVirtualThread(Executor, String, int, Runnable), whose threads submit themselves to that
   *    executor each time they can continue. They do so with the same Runnable object each time, and pinned to their carrier.
   *  - jdk.internal.vm.ThreadContainer and Thread.start(ThreadContainer), see [TaskContainer]; that package is opened to this
   *    class by Module.implAddExports.
   *  - static Thread Thread.currentCarrierThread(), an intrinsic.
   *  - Object ThreadLocal.getCarrierThreadLocal(): the value that the platform thread below the caller has.
   *  - Thread.blockedOn(sun.nio.ch.Interruptible) and the field that it sets: what an interrupt of the thread calls.
   *  - java.lang.VirtualThread.state, and the names of some of its values.
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

  // Null as well when only this is not as it is in JDK 25: direct tasks then belong to the JDK's own container.
  private static final @Nullable Containers CONTAINERS = ACCESS == null ? null : openContainers(ACCESS.lookup());
  private static final @Nullable MethodHandle START = CONTAINERS == null ? null : CONTAINERS.start();

  // Null as well when only this is not as it is in JDK 25: no direct task is then known to be pinned.
  private static final @Nullable States STATES = ACCESS == null ? null : openStates();

  /// The JDK's word for what a virtual thread does, and three of its values: mounted, and mounted but parked.
  private record States(VarHandle state, int running, int pinned, int timedPinned) {}

  // Null as well when only this is not as it is in JDK 25: an interrupt of a carrier may go unheard.
  private static final @Nullable Interrupts INTERRUPTS = ACCESS == null ? null : openInterrupts(ACCESS.lookup());
  private static final @Nullable VarHandle INTERRUPT_HOOK = INTERRUPTS == null ? null : INTERRUPTS.hook();

  private record Interrupts(Class<?> type, VarHandle hook, MethodHandle set) {}

  private record Containers(MethodHandle make, MethodHandle register, MethodHandle deregister, MethodHandle start) {}

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
      var factory = MethodHandles.privateLookupIn(builder, MethodHandles.lookup())
          .findStatic(builder.getNestHost(), "newVirtualThread",
              MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class));
      return new Access(lookup,
          factory,
          lookup.findStatic(Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class)),
          MethodHandles.privateLookupIn(ThreadLocal.class, MethodHandles.lookup()).findVirtual(ThreadLocal.class,
              "getCarrierThreadLocal", MethodType.methodType(Object.class)));
    } catch (ReflectiveOperationException | RuntimeException _) {
      return null; // closed, or another JDK: isAvailable() is false, and create() says what to do
    }
  }

  private static @Nullable States openStates() {
    try {
      var type = Class.forName("java.lang.VirtualThread");
      var lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      return new States(lookup.findVarHandle(type, "state", int.class), constant(lookup, "RUNNING"),
          constant(lookup, "PINNED"), constant(lookup, "TIMED_PINNED"));
    } catch (ReflectiveOperationException | RuntimeException _) {
      return null;
    }
  }

  private static int constant(MethodHandles.Lookup lookup, String name) throws ReflectiveOperationException {
    return (int) lookup.findStaticVarHandle(lookup.lookupClass(), name, int.class).get();
  }

  private static @Nullable Interrupts openInterrupts(MethodHandles.Lookup thread) {
    try {
      var type = Class.forName("sun.nio.ch.Interruptible");
      return new Interrupts(type, thread.findVarHandle(Thread.class, "nioBlocker", type),
          thread.findVirtual(Thread.class, "blockedOn", MethodType.methodType(void.class, type))
              .asType(MethodType.methodType(void.class, Thread.class, Object.class)));
    } catch (ReflectiveOperationException | RuntimeException _) {
      return null;
    }
  }

  private static @Nullable Containers openContainers(MethodHandles.Lookup thread) {
    try {
      thread.findVirtual(Module.class, "implAddExports", MethodType.methodType(void.class, String.class, Module.class))
          .invoke(Object.class.getModule(), TaskContainer.PARENT_PACKAGE, VirtualThreads.class.getModule());
      var lookup = MethodHandles.lookup();
      var parent = Class.forName(TaskContainer.PARENT);
      var registry = Class.forName(TaskContainer.PARENT_PACKAGE + ".ThreadContainers");
      var own = lookup.defineClass(TaskContainer.write());
      return new Containers(
          lookup.findConstructor(own, MethodType.methodType(void.class, String.class, Supplier.class)),
          lookup.findStatic(registry, "registerContainer", MethodType.methodType(Object.class, parent)),
          lookup.findStatic(registry, "deregisterContainer", MethodType.methodType(void.class, Object.class)),
          thread.findVirtual(Thread.class, "start", MethodType.methodType(void.class, parent))
              .asType(MethodType.methodType(void.class, Thread.class, Object.class)));
    } catch (Throwable _) {
      return null; // another JDK: the tasks are started as other virtual threads are
    }
  }

  /// The JDK's view of a runtime's direct tasks, see [TaskContainer].
  ///
  /// @param container for [#start]
  /// @param key for [#deregister]
  record Container(Object container, Object key) {}

  /// A container that thread dumps list; null when this JDK has none of the kind.
  ///
  /// @param threads those that live
  static @Nullable Container register(String name, Supplier<Stream<Thread>> threads) {
    if (CONTAINERS == null) {
      return null;
    }
    try {
      Object container = CONTAINERS.make().invoke(name, threads);
      return new Container(container, CONTAINERS.register().invoke(container));
    } catch (Throwable _) {
      return null;
    }
  }

  static void deregister(Container container) {
    try {
      if (CONTAINERS != null) {
        CONTAINERS.deregister().invoke(container.key());
      }
    } catch (Throwable e) {
      throw new AssertionError("deregisterContainer does not throw", e);
    }
  }

  /// Starts a thread as one of a container, or of none.
  static void start(Thread thread, @Nullable Container container) {
    if (START == null || container == null) {
      thread.start();
      return;
    }
    try {
      START.invokeExact(thread, container.container());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("start throws nothing checked", e);
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
      return (Thread) BUILDER.invokeExact(scheduler, name, 0, body);
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

  /// What a virtual thread has of a carrier.
  enum Hold {
    /// Nothing, or it is about to let go or to go on.
    NONE,
    /// It is mounted. Its carrier's state says whether it waits, for a monitor or in `Object.wait`.
    MOUNTED,
    /// It is mounted and parked: it could not let go, and parks its carrier.
    PARKED
  }

  /// What a virtual thread has of a carrier now. Any thread; takes no lock.
  static Hold hold(Thread virtual) {
    if (STATES == null) {
      return Hold.NONE;
    }
    int state = (int) STATES.state().getVolatile(virtual);
    if (state == STATES.pinned() || state == STATES.timedPinned()) {
      return Hold.PARKED;
    }
    return state == STATES.running() ? Hold.MOUNTED : Hold.NONE;
  }

  /// What the JDK is to call when a thread is interrupted, for [#setInterruptHook]; null when this JDK has no such.
  ///
  /// @param interrupted called by whoever interrupts, with a lock of the thread: must not block
  @SuppressWarnings("ReferenceEquality") // the hook equals itself alone
  static @Nullable Object interruptHook(Runnable interrupted) {
    if (INTERRUPTS == null) {
      return null;
    }
    try {
      return Proxy.newProxyInstance(VirtualThreads.class.getClassLoader(), new Class<?>[] {INTERRUPTS.type()},
          (hook, called, arguments) -> switch (called.getName()) {
            case "interrupt" -> {
              interrupted.run();
              yield null;
            }
            case "hashCode" -> System.identityHashCode(hook);
            case "equals" -> arguments[0] == hook;
            case "toString" -> "an interrupt hook";
            default -> null;
          });
    } catch (RuntimeException _) {
      return null;
    }
  }

  /// Whether that is what the JDK calls when the calling platform thread is interrupted.
  @SuppressWarnings("ReferenceEquality") // the same object is meant
  static boolean hasInterruptHook(Object hook) {
    return INTERRUPT_HOOK != null && INTERRUPT_HOOK.get(Thread.currentThread()) == hook;
  }

  /// Has the JDK call it when the calling platform thread is interrupted, until the thread blocks in I/O of `java.nio`, which
  /// uses the same place.
  ///
  /// @param hook of [#interruptHook], or null to end it
  static void setInterruptHook(@Nullable Object hook) {
    try {
      if (INTERRUPTS != null) {
        INTERRUPTS.set().invokeExact(Thread.currentThread(), hook);
      }
    } catch (Throwable e) {
      throw new AssertionError("blockedOn does not throw", e);
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
