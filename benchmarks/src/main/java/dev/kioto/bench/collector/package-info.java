/// The collector under load: a process of its own that watches programs of which there is nothing but what they say.
@NullMarked
package dev.kioto.bench.collector;

import org.jspecify.annotations.NullMarked;
