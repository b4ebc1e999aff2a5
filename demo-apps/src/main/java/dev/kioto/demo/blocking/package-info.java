/// Code that holds its thread, beside tasks that do not: the blocking pool, files, child processes.
@NullMarked
package dev.kioto.demo.blocking;

import org.jspecify.annotations.NullMarked;
