/// The web API: one resource class a noun, one table of routes that serves, checks and documents them.
///
/// Handlers run on virtual threads and may block. Each refuses by throwing [Refusal], which one mapper turns into a
/// problem of RFC 9457.
@NullMarked
package dev.kioto.console.web;

import org.jspecify.annotations.NullMarked;
