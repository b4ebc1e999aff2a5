package dev.kioto.instrument.endpoint;

import dev.kioto.proto.console.v1.Description;

/// The program in the words of Kioto's protocol.
final class WireProgram {
  private WireProgram() {}

  /// What does not change, and has nothing to do with who asks.
  static Description.Builder describe(Program program) {
    return Description.newBuilder()
        .setName(program.name())
        .setRunId(program.runId())
        .setPid(ProcessHandle.current().pid())
        .setStartedAt(WireClock.timestamp(program.startedAt()))
        .setPlatform(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
        .setVersion(program.version());
  }
}
