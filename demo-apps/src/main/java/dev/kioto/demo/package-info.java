/// Programs to look at with the console, healthy and sick.
@NullMarked
package dev.kioto.demo;

import org.jspecify.annotations.NullMarked;
