/// Tests of the public face: real clients over real sockets, and a probe that the tests drive.
@NullMarked
package dev.kioto.instrument;

import org.jspecify.annotations.NullMarked;
