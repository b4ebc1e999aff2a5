@NullMarked
package dev.kioto.stream;

import org.jspecify.annotations.NullMarked;
