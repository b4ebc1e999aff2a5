/// The command line: `kioto demo`, `server`, `console` and `tasks`.
@NullMarked
package dev.kioto.console.cli;

import org.jspecify.annotations.NullMarked;
