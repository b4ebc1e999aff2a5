package dev.kioto.process;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.channels.Channel;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/// Gives one end of a [Pipe] to a child process, which no public method of the JDK does. The other end is a channel that a selector
/// can watch, so that no thread waits for a silent child. Needs what direct tasks need:
/// `--add-opens java.base/java.lang=ALL-UNNAMED`. Without it, and where the JDK is not as it is in JDK 25, [#isAvailable] is false.
final class NativePipes {
  /*
   * What is reached, as it is in JDK 25 on Unix:
   *  - Module.implAddOpens, of java.lang, by which the two packages below are opened to this class.
   *  - int sun.nio.ch.SelChImpl.getFDVal(): the descriptor of a channel.
   *  - java.lang.ProcessBuilder.RedirectPipeImpl, by which ProcessBuilder.startPipeline hands the output of one process to the next:
   *    the process gets the descriptor that is in it.
   *  - int java.io.FileDescriptor.fd, to put it there.
   *
   * The descriptor is used during ProcessBuilder.start alone, which duplicates it in the child. The JDK makes no stream of its own
   * for it, and so has nothing to drain and close when the child has ended.
   */
  private static final @Nullable Access ACCESS = open();

  private record Access(MethodHandle descriptor, MethodHandle redirect, MethodHandle holder, VarHandle number) {}

  private NativePipes() {}

  private static @Nullable Access open() {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return null;
    }
    try {
      openPackages("sun.nio.ch", "java.io");
      var channel = Class.forName("sun.nio.ch.SelChImpl");
      var redirect = Class.forName("java.lang.ProcessBuilder$RedirectPipeImpl");
      var inside = MethodHandles.privateLookupIn(redirect, MethodHandles.lookup());
      return new Access(
          MethodHandles.privateLookupIn(channel, MethodHandles.lookup())
              .findVirtual(channel, "getFDVal", MethodType.methodType(int.class))
              .asType(MethodType.methodType(int.class, Channel.class)),
          inside.findConstructor(redirect, MethodType.methodType(void.class))
              .asType(MethodType.methodType(ProcessBuilder.Redirect.class)),
          inside.findVirtual(redirect, "getFd", MethodType.methodType(FileDescriptor.class))
              .asType(MethodType.methodType(FileDescriptor.class, ProcessBuilder.Redirect.class)),
          MethodHandles.privateLookupIn(FileDescriptor.class, MethodHandles.lookup())
              .findVarHandle(FileDescriptor.class, "fd", int.class));
    } catch (Throwable _) {
      return null; // closed, or another JDK
    }
  }

  private static void openPackages(String... names) throws Throwable {
    var open = MethodHandles.privateLookupIn(Module.class, MethodHandles.lookup()).findVirtual(Module.class,
        "implAddOpens", MethodType.methodType(void.class, String.class, Module.class));
    for (String name : names) {
      open.invoke(Object.class.getModule(), name, NativePipes.class.getModule());
    }
  }

  static boolean isAvailable() {
    return ACCESS != null;
  }

  /// A redirection to an end of a pipe, which is to stay open until the process is started.
  static ProcessBuilder.Redirect to(Channel end) {
    if (ACCESS == null) {
      throw new IllegalStateException("java.lang is closed");
    }
    try {
      var redirect = (ProcessBuilder.Redirect) ACCESS.redirect().invokeExact();
      ACCESS.number().set((FileDescriptor) ACCESS.holder().invokeExact(redirect),
          (int) ACCESS.descriptor().invokeExact(end));
      return redirect;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("these throw nothing checked", e);
    }
  }
}
