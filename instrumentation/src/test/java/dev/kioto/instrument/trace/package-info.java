@NullMarked
package dev.kioto.instrument.trace;

import org.jspecify.annotations.NullMarked;
