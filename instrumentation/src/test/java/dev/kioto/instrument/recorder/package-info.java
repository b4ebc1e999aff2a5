/// Tests of the recorder.
@NullMarked
package dev.kioto.instrument.recorder;

import org.jspecify.annotations.NullMarked;
