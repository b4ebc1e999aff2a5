/// The gRPC server inside the instrumented program: both protocols on one port, each client with a view of its own.
///
/// Threads: calls arrive on a few threads of the server; everything that is pushed is taken, encoded and sent by one
/// publisher thread. No instrumented thread ever comes here, and a client that does not read is skipped until it does.
@NullMarked
package dev.kioto.instrument.endpoint;

import org.jspecify.annotations.NullMarked;
