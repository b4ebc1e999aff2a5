/// What several panes are made of: headed sections, frames of stacks.
@NullMarked
package dev.kioto.console.ui.parts;

import org.jspecify.annotations.NullMarked;
