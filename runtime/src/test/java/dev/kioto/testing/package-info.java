@NullMarked
package dev.kioto.testing;

import org.jspecify.annotations.NullMarked;
