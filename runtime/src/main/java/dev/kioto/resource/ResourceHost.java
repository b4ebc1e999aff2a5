package dev.kioto.resource;

import org.jspecify.annotations.Nullable;

/// What resources ask of the scheduler that the calling thread belongs to. The scheduler installs its own when it is loaded;
/// until then nobody observes. Any thread.
public class ResourceHost {
  private static volatile ResourceHost installed = new ResourceHost();

  // Set before the first observed runtime polls anything; never cleared.
  private static volatile boolean observing;

  /// Makes a host the one that is asked from now on.
  public static void install(ResourceHost host) {
    installed = host;
  }

  /// A runtime with a probe is about to start.
  public static void startObserving() {
    observing = true;
  }

  /// Whether any runtime of this process has, or had, a probe: the check that spares all others.
  static boolean isObserving() {
    return observing;
  }

  static ResourceHost get() {
    return installed;
  }

  /// The task that the calling thread polls, 0 when none.
  public long taskId() {
    return 0;
  }

  /// The runtime of the calling thread when it has one whose probe wants to know of resources now.
  public @Nullable Registry registry() {
    return null;
  }
}
