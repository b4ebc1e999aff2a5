@NullMarked
package dev.kioto.fs;

import org.jspecify.annotations.NullMarked;
