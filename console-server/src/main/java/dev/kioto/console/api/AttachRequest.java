package dev.kioto.console.api;

/// Asks the collector to attach to a program, or to open a recording of one.
///
/// @param address `host:port` of the program's instrumentation, an IPv6 host in brackets; or `file:` and the absolute path
///     of a recording on the server's machine
public record AttachRequest(String address) {
}
