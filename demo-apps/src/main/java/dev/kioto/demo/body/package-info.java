/// What the tasks of the demos are made of.
@NullMarked
package dev.kioto.demo.body;

import org.jspecify.annotations.NullMarked;
