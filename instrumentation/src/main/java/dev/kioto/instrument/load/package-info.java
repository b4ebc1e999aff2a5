/// What the console itself takes of the program: processor time, memory, events; and the cap on that, which lowers the level of
/// what is recorded before the program suffers.
@NullMarked
package dev.kioto.instrument.load;

import org.jspecify.annotations.NullMarked;
