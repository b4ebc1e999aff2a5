/// The scheduler lab: experiments, and what comes of them.
@NullMarked
package dev.kioto.console.ui.lab;

import org.jspecify.annotations.NullMarked;
