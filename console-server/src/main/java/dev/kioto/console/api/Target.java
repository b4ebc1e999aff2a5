package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A program that the collector watches.
///
/// @param id the collector's name for the target, for use in paths
/// @param address `host:port`, `https://host:port`, `unix:/path`, `dialled:host/name` when it dialled in, or `file:` and the
///     path of a recording
/// @param name the program's name for people; its address until it was reached
/// @param error why it is not connected, as a sentence; null when connected or not tried yet
/// @param runId changes with each start of the program; empty until it was reached
/// @param pid the program's process id; null when the protocol does not tell
/// @param platform name and version of the program's virtual machine; null when the protocol does not tell
/// @param version Kioto's version in the program; null when the protocol does not tell
/// @param kind which protocol it speaks
/// @param capabilities what it can answer beyond the tokio-console protocol
/// @param startedAt when the program's instrumentation started; null when the protocol does not tell
/// @param attachedAt when the collector was asked to attach
/// @param droppedEvents events lost since the run was first seen, by the program or by the collector: 0 when all is
///     well
/// @param recorder what it records and what that costs, as it last told; null when the protocol does not tell
/// @param playback where it is and how it plays, when it is a recording; null for a program
/// @param paused whether the collector has asked it to send no news
/// @param intake what it said that made no sense, or was more than is kept
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Target(
    String id,
    String address,
    String name,
    TargetState state,
    @Nullable String error,
    String runId,
    @Nullable Long pid,
    @Nullable String platform,
    @Nullable String version,
    TargetKind kind,
    List<Capability> capabilities,
    @Nullable Instant startedAt,
    Instant attachedAt,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long droppedEvents,
    TaskCounts tasks,
    @Nullable Recorder recorder,
    @Nullable Playback playback,
    boolean paused,
    Intake intake) {

  /// Leaves out capabilities that this version does not know, as they come from JSON.
  public Target {
    capabilities = capabilities == null ? List.of() : capabilities.stream().filter(Objects::nonNull).toList();
  }

  /// A target that is not paused and says nothing that makes no sense.
  public Target(String id, String address, String name, TargetState state, @Nullable String error, String runId,
      @Nullable Long pid, @Nullable String platform, @Nullable String version, TargetKind kind,
      List<Capability> capabilities, @Nullable Instant startedAt, Instant attachedAt, long droppedEvents,
      TaskCounts tasks, @Nullable Recorder recorder, @Nullable Playback playback) {
    this(id, address, name, state, error, runId, pid, platform, version, kind, capabilities, startedAt, attachedAt,
        droppedEvents, tasks, recorder, playback, false, Intake.CLEAN);
  }

  /// Whether the target has the capability.
  public boolean can(Capability capability) {
    return capabilities.contains(capability);
  }
}
