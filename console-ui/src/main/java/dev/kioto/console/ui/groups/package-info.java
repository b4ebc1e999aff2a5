/// Tasks in groups: what those that have something in common come to.
@NullMarked
package dev.kioto.console.ui.groups;

import org.jspecify.annotations.NullMarked;
