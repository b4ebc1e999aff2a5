/// The command line: `kioto demo`, `run`, `server`, `ps`, `top` and the others that [Main] lists.
@NullMarked
package dev.kioto.console.cli;

import org.jspecify.annotations.NullMarked;
