/// Tests of the endpoint.
@NullMarked
package dev.kioto.instrument.endpoint;

import org.jspecify.annotations.NullMarked;
