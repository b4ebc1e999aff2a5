@NullMarked
package dev.kioto.resource;

import org.jspecify.annotations.NullMarked;
