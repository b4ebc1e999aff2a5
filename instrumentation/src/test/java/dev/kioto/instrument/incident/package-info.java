@NullMarked
package dev.kioto.instrument.incident;

import org.jspecify.annotations.NullMarked;
