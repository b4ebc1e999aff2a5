/// The JSON of the web API: one configuration for the server, its clients and the command line.
@NullMarked
package dev.kioto.console.json;

import org.jspecify.annotations.NullMarked;
