package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Work;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A plugin that waits for a server in its static initializer.
final class Pinned implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int WAIT_MILLIS = 400; // inlined: a plugin, which another loader has loaded, could not read it

  @Override
  public String id() {
    return "pinned";
  }

  @Override
  public String look() {
    return "the task 'reload': it waits while it is pinned to its worker, by the initializer of the class 'Plugin'";
  }

  @Override
  public String sick() {
    return "a class waits for a server in its static initializer: the JVM cannot suspend the task there, and its worker waits too";
  }

  @Override
  public String healthy() {
    return "the class is initialized without waiting, and the server is asked by an ordinary method";
  }

  @Override
  public boolean hasFuture() {
    return false; // only a thread can be pinned
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var plugin = variant.isHealthy() ? "GoodPlugin" : "Plugin";
    runtime.task().name("reload").spawn(() -> {
      while (true) {
        Time.sleep(PAUSE).await();
        load(plugin).run();
      }
    });
  }

  @Override
  public boolean hasVirtual() {
    return true;
  }

  @Override
  public void startVirtual(boolean healthy) {
    Thread.ofVirtual().name("reload").start(PlainThreads.forever(() -> {
      Thread.sleep(PAUSE);
      load(healthy ? "GoodPlainPlugin" : "PlainPlugin").run();
    }));
  }

  private static Runnable load(String plugin) {
    try {
      return (Runnable) new Plugins().loadClass(Pinned.class.getName() + "$" + plugin).getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the plugin cannot be loaded", e);
    }
  }

  /// Asks its server when it is initialized.
  public static final class Plugin implements Runnable {
    static {
      Time.sleep(Duration.ofMillis(WAIT_MILLIS)).await();
    }

    public Plugin() {}

    @Override
    public void run() {}
  }

  /// Asks its server when it is told to.
  public static final class GoodPlugin implements Runnable {
    public GoodPlugin() {}

    @Override
    public void run() {
      Time.sleep(Duration.ofMillis(WAIT_MILLIS)).await();
    }
  }

  /// As [Plugin], by the JDK's means.
  public static final class PlainPlugin implements Runnable {
    static {
      Work.block(WAIT_MILLIS);
    }

    public PlainPlugin() {}

    @Override
    public void run() {}
  }

  /// As [GoodPlugin], by the JDK's means.
  public static final class GoodPlainPlugin implements Runnable {
    public GoodPlainPlugin() {}

    @Override
    public void run() {
      Work.block(WAIT_MILLIS);
    }
  }

  /// Loads plugins anew, as one that is changed while the program runs has to be.
  private static final class Plugins extends ClassLoader {

    Plugins() {
      super(Pinned.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.endsWith("Plugin") ? define(name) : super.loadClass(name, resolve);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (var file = Pinned.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
        if (file == null) throw new ClassNotFoundException(name);
        var bytes = file.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
