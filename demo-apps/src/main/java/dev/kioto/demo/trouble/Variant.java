package dev.kioto.demo.trouble;

/// Which of its programs a [Trouble] runs.
public enum Variant {
  /// Sick, on future tasks.
  SICK_FUTURE,
  /// Sick, on direct tasks.
  SICK_DIRECT,
  /// The healthy twin, on future tasks.
  HEALTHY_FUTURE,
  /// The healthy twin, on direct tasks.
  HEALTHY_DIRECT;

  /// The variant of that health and kind of task.
  public static Variant of(boolean healthy, boolean direct) {
    if (healthy) return direct ? HEALTHY_DIRECT : HEALTHY_FUTURE;
    return direct ? SICK_DIRECT : SICK_FUTURE;
  }

  /// Whether it is the twin.
  public boolean isHealthy() {
    return this == HEALTHY_FUTURE || this == HEALTHY_DIRECT;
  }

  /// Whether its tasks are direct tasks.
  public boolean isDirect() {
    return this == SICK_DIRECT || this == HEALTHY_DIRECT;
  }
}
