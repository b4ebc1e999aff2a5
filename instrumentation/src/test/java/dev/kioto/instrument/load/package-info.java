@NullMarked
package dev.kioto.instrument.load;

import org.jspecify.annotations.NullMarked;
