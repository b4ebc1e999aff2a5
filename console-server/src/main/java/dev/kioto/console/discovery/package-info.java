/// Finds what runs on this machine and can be watched, without disturbing any of it: it reads what processes have written
/// about themselves (the performance files of JVMs, the notices of Kioto programs) and what the system tells, and attaches
/// to nothing.
@NullMarked
package dev.kioto.console.discovery;

import org.jspecify.annotations.NullMarked;
