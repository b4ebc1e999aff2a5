/// What tasks wait for: the table of resources, and one resource with who holds it and who waits.
@NullMarked
package dev.kioto.console.ui.resources;

import org.jspecify.annotations.NullMarked;
