package dev.kioto.console.api;

/// Asks the collector to attach to a program.
///
/// @param address `host:port` of the program's instrumentation, an IPv6 host in brackets
public record AttachRequest(String address) {
}
