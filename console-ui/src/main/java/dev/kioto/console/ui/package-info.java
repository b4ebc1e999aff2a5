/// The desktop window of the console: a client of the web API. One folder a feature, each with its views and view
/// models; view models know the toolkit's properties and collections and nothing else of it.
@NullMarked
package dev.kioto.console.ui;

import org.jspecify.annotations.NullMarked;
