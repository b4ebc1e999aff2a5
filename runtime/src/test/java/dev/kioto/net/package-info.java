@NullMarked
package dev.kioto.net;

import org.jspecify.annotations.NullMarked;
