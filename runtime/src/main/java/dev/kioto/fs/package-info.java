/// Files and directories, on the blocking pool: the system has no way to wait for a disk without a thread. Each piece of work
/// holds a thread of the pool for a bounded number of bytes or entries, and goes to the end of its queue for the next.
///
/// A future of this package needs a runtime: that of the thread which polls it, or for an open [File] the one that it was opened
/// in. Elsewhere the poll throws [IllegalStateException].
///
/// Failures are [java.io.UncheckedIOException], whose cause is the [java.io.IOException] of the system and whose message names the
/// path and the operation. A runtime that shuts down ends with [dev.kioto.future.CancelledException] what no thread has begun.
@NullMarked
package dev.kioto.fs;

import org.jspecify.annotations.NullMarked;
