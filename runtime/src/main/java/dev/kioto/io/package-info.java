/// Asynchronous input and output: what can be read and written, by whatever is behind it, and what is made of that: buffers, lines,
/// copies, connections in memory. A page for users is `docs/io.md`.
///
/// Failures are [java.io.UncheckedIOException], whose cause is the [java.io.IOException] of the system and whose message names the
/// address or the file.
@NullMarked
package dev.kioto.io;

import org.jspecify.annotations.NullMarked;
