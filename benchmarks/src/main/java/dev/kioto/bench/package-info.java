/// Benchmarks: each measures Kioto and a peer in turn, in processes of their own, and prints the ratio.
@NullMarked
package dev.kioto.bench;

import org.jspecify.annotations.NullMarked;
