@NullMarked
package dev.kioto.future;

import org.jspecify.annotations.NullMarked;
