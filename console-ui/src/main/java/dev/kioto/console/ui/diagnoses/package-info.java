/// What is wrong with the chosen target: the list, and one diagnosis with its evidence.
@NullMarked
package dev.kioto.console.ui.diagnoses;

import org.jspecify.annotations.NullMarked;
