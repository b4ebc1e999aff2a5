/// The programs that are watched: attach, choose, detach.
@NullMarked
package dev.kioto.console.ui.targets;

import org.jspecify.annotations.NullMarked;
