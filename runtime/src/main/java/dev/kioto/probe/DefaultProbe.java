package dev.kioto.probe;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/// The probe of the runtimes that are built without one. It is [Probe#NONE] until somebody sets another for the process;
/// runtimes that are there by then are not concerned.
///
/// All methods may be called by any thread.
public final class DefaultProbe {
  private static final AtomicReference<Probe> CURRENT = new AtomicReference<>(Probe.NONE);

  private DefaultProbe() {}

  /// The probe that a runtime has which is built now.
  public static Probe get() {
    return CURRENT.get();
  }

  /// Sets the probe, unless one is set.
  ///
  /// @return whether it was set; when not, another one stays
  public static boolean set(Probe probe) {
    return CURRENT.compareAndSet(Probe.NONE, Objects.requireNonNull(probe, "probe"));
  }

  /// Takes a probe back, so that another may be set. Runtimes that have it keep it.
  ///
  /// @return whether it was set
  public static boolean unset(Probe probe) {
    return CURRENT.compareAndSet(Objects.requireNonNull(probe, "probe"), Probe.NONE);
  }
}
