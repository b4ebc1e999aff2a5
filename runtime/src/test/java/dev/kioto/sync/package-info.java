@NullMarked
package dev.kioto.sync;

import org.jspecify.annotations.NullMarked;
