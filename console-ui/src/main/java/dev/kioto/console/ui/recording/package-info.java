/// Recording what a target tells, to a file of the server.
@NullMarked
package dev.kioto.console.ui.recording;

import org.jspecify.annotations.NullMarked;
