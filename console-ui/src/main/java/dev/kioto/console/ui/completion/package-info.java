/// How a filter that is being typed could go on.
@NullMarked
package dev.kioto.console.ui.completion;

import org.jspecify.annotations.NullMarked;
