/// A client of the web API, for every screen that is written in Java: HTTP for questions, a WebSocket for a window of
/// rows that is pushed.
@NullMarked
package dev.kioto.console.client;

import org.jspecify.annotations.NullMarked;
