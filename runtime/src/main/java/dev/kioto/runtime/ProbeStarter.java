package dev.kioto.runtime;

import dev.kioto.probe.DefaultProbe;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ProbeProvider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Starts the probe of a program that was told to have one from outside, by `-Dkioto.console=127.0.0.1:6669` or the
/// environment variable `KIOTO_CONSOLE`, or by the address of a collector. What the value means is the probe's affair; here it
/// is asked whether there is one, and whether it says `off`. Without it no provider is looked for, and nothing of it is loaded.
final class ProbeStarter {
  private static final List<String> PROPERTIES = List.of("kioto.console", "kioto.console.dial");
  private static final List<String> VARIABLES = List.of("KIOTO_CONSOLE", "KIOTO_CONSOLE_DIAL", "KIOTO_COLLECTOR");
  private static final Object LOCK = new Object();

  private static boolean started; // guarded by LOCK

  private ProbeStarter() {}

  /// The probe of a runtime that is built without one. The first call that finds the setting starts it.
  ///
  /// @throws IllegalArgumentException when a setting of the probe is wrong
  static Probe probe() {
    var probe = DefaultProbe.get();
    String wanted = wanted();
    if (probe.enabled() || wanted == null) {
      return probe;
    }
    synchronized (LOCK) {
      if (!started) {
        DefaultProbe.set(start(wanted));
        started = true;
      }
      return DefaultProbe.get();
    }
  }

  // Whether there is to be one is said by the first that is set, and by properties before variables.
  private static @Nullable String wanted() {
    return Stream.concat(PROPERTIES.stream().map(System::getProperty), VARIABLES.stream().map(System::getenv))
        .filter(value -> value != null && !value.isBlank()).findFirst().filter(value -> !isOff(value)).orElse(null);
  }

  private static boolean isOff(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "off", "false", "no", "0" -> true;
      default -> false;
    };
  }

  private static Probe start(String wanted) {
    var provider = find(Thread.currentThread().getContextClassLoader())
        .or(() -> find(ProbeStarter.class.getClassLoader()));
    if (provider.isEmpty()) {
      System.err.println("kioto: there is no console on '" + wanted + "', which " + PROPERTIES.getFirst()
          + " asks for: add kioto-instrumentation to the class path, or leave out the setting");
      return Probe.NONE;
    }
    return provider.get().start();
  }

  private static Optional<ProbeProvider> find(@Nullable ClassLoader loader) {
    return ServiceLoader.load(ProbeProvider.class, loader).findFirst();
  }
}
