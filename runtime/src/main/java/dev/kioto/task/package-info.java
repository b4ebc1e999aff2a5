/// Tasks: spawning them, and what one holds on to them by.
@NullMarked
package dev.kioto.task;

import org.jspecify.annotations.NullMarked;
