/// The scheduler lab: runs a workload under several combinations of settings, each in a process of its own, and measures it.
///
/// What the runs show is for `compare` to say.
@NullMarked
package dev.kioto.console.lab;

import org.jspecify.annotations.NullMarked;
