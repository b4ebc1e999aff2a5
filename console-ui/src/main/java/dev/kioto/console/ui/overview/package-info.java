/// The cards above the table: a number each, with its recent course.
@NullMarked
package dev.kioto.console.ui.overview;

import org.jspecify.annotations.NullMarked;
