/// Commands that are found by typing a part of their names.
@NullMarked
package dev.kioto.console.ui.commands;

import org.jspecify.annotations.NullMarked;
