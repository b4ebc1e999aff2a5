package dev.kioto.resource;

/// Who gets to own a resource.
public final class Owner {
  private Owner() {}

  /// The id of the task that the calling thread polls, 0 when it polls none. Any thread.
  public static long current() {
    return ResourceHost.get().taskId();
  }
}
