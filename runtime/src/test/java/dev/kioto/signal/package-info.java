@NullMarked
package dev.kioto.signal;

import org.jspecify.annotations.NullMarked;
