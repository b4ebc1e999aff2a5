/// Time: waiting for it. Deadlines are kept in milliseconds, rounded up, so that nothing happens early.
@NullMarked
package dev.kioto.time;

import org.jspecify.annotations.NullMarked;
