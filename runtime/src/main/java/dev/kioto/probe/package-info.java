/// What the runtime tells an observer, and all that it knows of one: a handful of interfaces with a no-op twin.
///
/// The runtime pushes what must not be missed (spawns, polls, wakes, ends) through a [dev.kioto.probe.ThreadProbe] that
/// belongs to the calling thread, and lets an observer pull what is a state (workers, stacks) through views. No type of
/// a wire protocol, of a file format or of a screen appears here.
@NullMarked
package dev.kioto.probe;

import org.jspecify.annotations.NullMarked;
