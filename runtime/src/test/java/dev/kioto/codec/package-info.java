@NullMarked
package dev.kioto.codec;

import org.jspecify.annotations.NullMarked;
