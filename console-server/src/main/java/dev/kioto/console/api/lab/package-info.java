/// The messages of the scheduler lab: experiments, their runs, and what comes of them.
@NullMarked
package dev.kioto.console.api.lab;

import org.jspecify.annotations.NullMarked;
