@NullMarked
package dev.kioto.jfr;

import org.jspecify.annotations.NullMarked;
