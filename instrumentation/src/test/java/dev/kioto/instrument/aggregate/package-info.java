/// Tests of the aggregator.
@NullMarked
package dev.kioto.instrument.aggregate;

import org.jspecify.annotations.NullMarked;
