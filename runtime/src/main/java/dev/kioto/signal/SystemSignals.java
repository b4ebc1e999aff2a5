package dev.kioto.signal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The JDK's way to signals: `sun.misc.Signal`, of the module `jdk.unsupported`, which is exported to everybody. By method handles,
/// since the compiler warns of each use of that package, and an image of the JDK may be without it.
final class SystemSignals {
  private static final @Nullable Access ACCESS = open();

  private SystemSignals() {}

  /// @param make a signal of its name
  /// @param handle sets a handler, and gives the one before
  /// @param dispatch has a handler handle a signal
  private record Access(Class<?> handlerType, MethodHandle make, MethodHandle handle, MethodHandle dispatch) {}

  private static @Nullable Access open() {
    try {
      var lookup = MethodHandles.publicLookup();
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      return new Access(handler,
          lookup.findConstructor(signal, MethodType.methodType(void.class, String.class)),
          lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler)),
          lookup.findVirtual(handler, "handle", MethodType.methodType(void.class, signal)));
    } catch (ReflectiveOperationException _) {
      return null;
    }
  }

  /// A signal of the system.
  ///
  /// @throws IllegalArgumentException when the system has none of that name
  /// @throws IllegalStateException when this JDK has no signals
  static Object signal(SignalKind kind) {
    var access = access();
    try {
      return access.make().invoke(kind.name());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("this system has no signal " + kind, e);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// A handler for [#install], which calls on a thread of the JVM's.
  ///
  /// @param handler must not throw
  static Object handler(Consumer<Object> handler) {
    var access = access();
    try {
      var accept = MethodHandles.lookup()
          .findVirtual(Consumer.class, "accept", MethodType.methodType(void.class, Object.class)).bindTo(handler);
      return MethodHandleProxies.asInterfaceInstance(access.handlerType(), accept);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Consumer.accept is there", e);
    }
  }

  /// Has a handler called for a signal.
  ///
  /// @return the handler before
  /// @throws IllegalArgumentException when the JVM does not give the signal away
  static Object install(Object signal, Object handler) {
    try {
      return access().handle().invoke(signal, handler);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Whether a handler that was there before is native code, of the JVM's inside or of a library: neither Java's nor the system's.
  static boolean isNative(Object handler) {
    return handler.toString().startsWith("jdk.internal.misc.Signal$NativeHandler@");
  }

  /// Has a handler that was there before handle a signal. One that is the system's own cannot be called.
  static void dispatch(Object handler, Object signal) {
    try {
      access().dispatch().invoke(handler, signal);
    } catch (UnsupportedOperationException _) {
      // The system's: it would have been asked in our place had the signal come a moment later.
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static Access access() {
    if (ACCESS == null) {
      throw new IllegalStateException("this JDK has no signals: it was made without the module jdk.unsupported");
    }
    return ACCESS;
  }

  private static RuntimeException rethrown(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }
}
