package dev.kioto.runtime;

import dev.kioto.probe.DefaultProbe;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ProbeProvider;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Starts the probe of a program that was told to have one from outside, by `-Dkioto.console=127.0.0.1:6669` or the
/// environment variable `KIOTO_CONSOLE`. What the value means is the probe's affair; here it is asked whether there is one,
/// and whether it says `off`. Without it no provider is looked for, and nothing of it is loaded.
final class ProbeStarter {
  private static final String PROPERTY = "kioto.console";
  private static final String VARIABLE = "KIOTO_CONSOLE";
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

  private static @Nullable String wanted() {
    String value = System.getProperty(PROPERTY, "");
    if (value.isEmpty()) {
      var variable = System.getenv(VARIABLE);
      value = variable == null ? "" : variable;
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "", "off", "false", "no", "0" -> null;
      default -> value;
    };
  }

  private static Probe start(String wanted) {
    var provider = find(Thread.currentThread().getContextClassLoader())
        .or(() -> find(ProbeStarter.class.getClassLoader()));
    if (provider.isEmpty()) {
      System.err.println("kioto: there is no console on '" + wanted + "', which " + PROPERTY
          + " asks for: add kioto-instrumentation to the class path, or leave out the setting");
      return Probe.NONE;
    }
    return provider.get().start();
  }

  private static Optional<ProbeProvider> find(@Nullable ClassLoader loader) {
    return ServiceLoader.load(ProbeProvider.class, loader).findFirst();
  }
}
