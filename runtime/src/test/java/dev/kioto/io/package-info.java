@NullMarked
package dev.kioto.io;

import org.jspecify.annotations.NullMarked;
