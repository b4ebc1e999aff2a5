/// Sockets that tasks wait for. Made inside a runtime with I/O, used anywhere.
@NullMarked
package dev.kioto.net;

import org.jspecify.annotations.NullMarked;
