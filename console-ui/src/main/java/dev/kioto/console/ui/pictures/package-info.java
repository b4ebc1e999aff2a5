/// Charts, lanes and graphs as files.
@NullMarked
package dev.kioto.console.ui.pictures;

import org.jspecify.annotations.NullMarked;
