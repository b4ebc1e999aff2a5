package dev.kioto.runtime;

import dev.kioto.probe.Probe;
import dev.kioto.probe.ProbeProvider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// Loads a probe and the libraries that it is built with apart from the program, which may have the same libraries in other
/// versions: neither sees those of the other. What both share are the JDK and the runtime.
final class ProbeLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final ClassLoader runtime = ProbeLoader.class.getClassLoader();

  private ProbeLoader(URL[] path) {
    super("kioto-probe", path, getPlatformClassLoader());
  }

  /// Starts the probe that is found in a class path.
  ///
  /// @param classPath files and folders as for `java -cp`; `lib/*` stands for every jar in `lib`
  /// @throws IllegalArgumentException when there is no probe, or a setting of it is wrong
  /// @throws UncheckedIOException when the class path cannot be read
  static Probe start(String classPath) {
    var loader = new ProbeLoader(urls(classPath)); // never closed: it lives as long as the program
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // for what its threads inherit, and what libraries look up
    try {
      return ServiceLoader.load(ProbeProvider.class, loader).findFirst()
          .orElseThrow(() -> new IllegalArgumentException("there is no probe in " + classPath)).start();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL[] urls(String classPath) {
    var urls = new ArrayList<URL>();
    try {
      for (var entry : classPath.split(File.pathSeparator, -1)) {
        for (var file : files(entry)) {
          urls.add(file.toUri().toURL());
        }
      }
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a class path: " + classPath, e);
    }
    return urls.toArray(URL[]::new);
  }

  private static List<Path> files(String entry) {
    if (!entry.equals("*") && !entry.endsWith(File.separator + "*")) {
      return entry.isEmpty() ? List.of() : List.of(Path.of(entry));
    }
    try (var files = Files.list(Path.of(entry.substring(0, entry.length() - 1)))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the jars of " + entry, e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return isOfTheRuntime(name) ? runtime.loadClass(name) : super.loadClass(name, resolve);
  }

  // The path may hold the runtime as well, as a library of the probe: that copy is nobody's.
  private static boolean isOfTheRuntime(String name) {
    return name.startsWith("dev.kioto.") && !name.startsWith("dev.kioto.instrument.")
        && !name.startsWith("dev.kioto.proto.");
  }
}
