/// The command line: `kioto demo`, `run`, `server`, `console` and `tasks`.
@NullMarked
package dev.kioto.console.cli;

import org.jspecify.annotations.NullMarked;
