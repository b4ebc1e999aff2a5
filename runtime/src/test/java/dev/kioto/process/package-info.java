@NullMarked
package dev.kioto.process;

import org.jspecify.annotations.NullMarked;
