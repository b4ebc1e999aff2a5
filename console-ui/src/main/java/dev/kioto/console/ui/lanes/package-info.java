/// What each worker did, event by event, on one axis of time that goes from minutes to microseconds.
@NullMarked
package dev.kioto.console.ui.lanes;

import org.jspecify.annotations.NullMarked;
