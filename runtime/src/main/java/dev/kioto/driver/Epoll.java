package dev.kioto.driver;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/// Linux's epoll, by the code with which the JDK calls it for its selectors: those can only ask what is ready for as long as it
/// is, and epoll can tell of each change once. It lives in `sun.nio.ch`, which whoever may enter `java.lang`
/// (`--add-opens java.base/java.lang=ALL-UNNAMED`) can open. One thread at a time, but for [#add] and [#ring].
final class Epoll {
  /*
   * What is reached, as it is in JDK 25: the static methods of sun.nio.ch.EPoll, the class EventFD, whose descriptor ends a wait,
   * UnixFileDispatcherImpl.closeIntFD, and SelChImpl.getFDVal, the descriptor of a channel.
   */
  static final int IN = 0x1;
  static final int OUT = 0x4;
  static final int ERROR = 0x8;
  static final int HANG_UP = 0x10; // both directions
  static final int READ_HANG_UP = 0x2000; // the other side writes no more
  static final int EDGE_TRIGGERED = 1 << 31;

  private static final String PACKAGE = "sun.nio.ch.";
  private static final int ADD = 1; // EPOLL_CTL_ADD
  private static final @Nullable Access ACCESS = open();

  // Separate constants, so that the compiler folds them.
  private static final @Nullable MethodHandle WAIT = ACCESS == null ? null : ACCESS.await();
  private static final @Nullable MethodHandle EVENT = ACCESS == null ? null : ACCESS.event();
  private static final @Nullable MethodHandle DESCRIPTOR = ACCESS == null ? null : ACCESS.descriptor();
  private static final @Nullable MethodHandle EVENTS = ACCESS == null ? null : ACCESS.events();

  private final Access access;
  private final int epoll;
  private final Object alarm;
  private final int alarmDescriptor;
  private final long array;
  private final int size;

  private record Access(MethodHandle create, MethodHandle control, MethodHandle await, MethodHandle allocate,
      MethodHandle free, MethodHandle event, MethodHandle descriptor, MethodHandle events, MethodHandle newAlarm,
      MethodHandle alarmDescriptor, MethodHandle ring, MethodHandle close, Class<?> channelType,
      MethodHandle channelDescriptor) {}

  private static @Nullable Access open() {
    try {
      MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
          .findVirtual(Module.class, "implAddOpens", MethodType.methodType(void.class, String.class, Module.class))
          .invoke(Object.class.getModule(), "sun.nio.ch", Epoll.class.getModule());
      return access(Class.forName(PACKAGE + "EPoll"), Class.forName(PACKAGE + "EventFD"));
    } catch (Throwable _) {
      return null; // another system, another JDK, or one that lets nobody in
    }
  }

  private static Access access(Class<?> epoll, Class<?> alarm) throws ReflectiveOperationException {
    var in = MethodHandles.privateLookupIn(epoll, MethodHandles.lookup());
    var channel = Class.forName(PACKAGE + "SelChImpl");
    return new Access(find(in, epoll, "create", int.class),
        find(in, epoll, "ctl", int.class, int.class, int.class, int.class, int.class),
        find(in, epoll, "wait", int.class, int.class, long.class, int.class, int.class),
        find(in, epoll, "allocatePollArray", long.class, int.class),
        find(in, epoll, "freePollArray", void.class, long.class),
        find(in, epoll, "getEvent", long.class, long.class, int.class),
        find(in, epoll, "getDescriptor", int.class, long.class),
        find(in, epoll, "getEvents", int.class, long.class),
        in.findConstructor(alarm, MethodType.methodType(void.class)),
        in.findVirtual(alarm, "efd", MethodType.methodType(int.class)),
        in.findVirtual(alarm, "set", MethodType.methodType(void.class)),
        find(in, Class.forName(PACKAGE + "UnixFileDispatcherImpl"), "closeIntFD", void.class, int.class), channel,
        in.findVirtual(channel, "getFDVal", MethodType.methodType(int.class)));
  }

  private static MethodHandle find(Lookup in, Class<?> owner, String name, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    return in.findStatic(owner, name, MethodType.methodType(result, parameters));
  }

  /// Whether it can be had here.
  static boolean isAvailable() {
    return ACCESS != null;
  }

  /// @param size how many events one wait gives at most
  /// @throws IOException when the system has no descriptors left
  Epoll(int size) throws IOException {
    if (ACCESS == null) {
      throw new IllegalStateException("the JDK's epoll is out of reach");
    }
    access = ACCESS;
    this.size = size;
    try {
      epoll = (int) access.create.invoke();
      array = (long) access.allocate.invoke(size);
      alarm = newAlarm();
      alarmDescriptor = (int) access.alarmDescriptor.invoke(alarm);
    } catch (Throwable e) {
      throw thrown(e);
    }
    add(alarmDescriptor, IN | EDGE_TRIGGERED);
  }

  private Object newAlarm() throws Throwable {
    try {
      return access.newAlarm.invoke();
    } catch (Throwable e) {
      access.close.invoke(epoll);
      throw e;
    }
  }

  private static IOException thrown(Throwable e) {
    switch (e) {
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> {
        return e instanceof IOException failure ? failure : new IOException(e);
      }
    }
  }

  /// The descriptor of a channel.
  ///
  /// @return -1 for a channel that is not the JDK's own
  static int descriptor(SelectableChannel channel) {
    if (ACCESS == null || !ACCESS.channelType.isInstance(channel)) {
      return -1;
    }
    try {
      return (int) ACCESS.channelDescriptor.invoke(channel);
    } catch (Throwable e) {
      throw new IllegalStateException("the descriptor of " + channel, e);
    }
  }

  /// Has it tell of a descriptor, which leaves by being closed. Any thread.
  void add(int descriptor, int events) throws IOException {
    try {
      int error = (int) access.control.invoke(epoll, ADD, descriptor, events);
      if (error != 0) {
        throw new IOException("epoll_ctl refused descriptor " + descriptor + ": error " + error);
      }
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /// Waits.
  ///
  /// @param millis how long at most; negative for no end
  /// @param max how many events at most, above 0; the others are left for the next wait, which begins with them
  /// @return how many events there are, for [#descriptorOf] and [#eventsOf]; may be none for no reason
  int await(int millis, int max) throws IOException {
    try {
      return Math.max(0, (int) requireNonNull(WAIT).invokeExact(epoll, array, Math.min(max, size), millis)); // below 0: a signal
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  int descriptorOf(int event) {
    try {
      return (int) requireNonNull(DESCRIPTOR).invokeExact((long) requireNonNull(EVENT).invokeExact(array, event));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  int eventsOf(int event) {
    try {
      return (int) requireNonNull(EVENTS).invokeExact((long) requireNonNull(EVENT).invokeExact(array, event));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends a wait, or the next one. Any thread, not after [#free].
  void ring() throws IOException {
    try {
      access.ring.invoke(alarm);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }

  /// Gives all of it back. Once; nobody uses it any more.
  void free() throws IOException {
    try {
      access.close.invoke(epoll);
      access.close.invoke(alarmDescriptor);
      access.free.invoke(array);
    } catch (Throwable e) {
      throw thrown(e);
    }
  }
}
