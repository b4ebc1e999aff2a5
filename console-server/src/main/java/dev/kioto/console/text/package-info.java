/// How figures are written for people, and read from them.
@NullMarked
package dev.kioto.console.text;

import org.jspecify.annotations.NullMarked;
