/// Benchmarks over the network: servers, each in a process of its own, and what puts them under load.
@NullMarked
package dev.kioto.bench.net;

import org.jspecify.annotations.NullMarked;
