package dev.kioto.console.collector;

import dev.kioto.console.api.Capability;
import dev.kioto.proto.console.v1.Description;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a program says of itself.
///
/// @param name for people; empty when it does not say
/// @param runId changes with each start
/// @param startedAt null when it does not say
/// @param capabilities what it can answer
public record Program(String name, String runId, long pid, @Nullable Instant startedAt, String platform, String version,
    Set<Capability> capabilities) {

  static Program of(Description told, Texts texts) {
    var capabilities = EnumSet.noneOf(Capability.class);
    for (var capability : told.getCapabilitiesList()) {
      switch (capability) {
        case TASK_STACKS -> capabilities.add(Capability.TASK_STACKS);
        case WORKERS -> capabilities.add(Capability.WORKERS);
        case RUNTIMES -> capabilities.add(Capability.RUNTIMES);
        case RESOURCES -> capabilities.add(Capability.RESOURCES);
        case WAKES -> capabilities.add(Capability.WAKES);
        case TRACE -> capabilities.add(Capability.TRACE);
        case CONTROL -> capabilities.add(Capability.CONTROL);
        case RECORDER -> capabilities.add(Capability.RECORDER);
        case INCIDENTS -> capabilities.add(Capability.INCIDENTS);
        case CAPABILITY_UNSPECIFIED, UNRECOGNIZED -> {}
      }
    }
    return new Program(texts.label(told.getName()), texts.label(told.getRunId()), told.getPid(),
        told.hasStartedAt() ? Instants.instant(told.getStartedAt()) : null, texts.label(told.getPlatform()),
        texts.label(told.getVersion()), capabilities);
  }

  /// Whether it has a capability.
  public boolean can(Capability capability) {
    return capabilities.contains(capability);
  }

  /// For the API, in the order of their declaration.
  List<Capability> listed() {
    return List.copyOf(capabilities);
  }
}
