package dev.kioto.instrument.endpoint;

import java.time.Instant;

/// The instrumented program as it introduces itself.
///
/// @param name for people; not empty
/// @param runId differs from that of any other start of the program; not empty
/// @param version Kioto's version
/// @param startedAt when the instrumentation started
public record Program(String name, String runId, String version, Instant startedAt) {}
