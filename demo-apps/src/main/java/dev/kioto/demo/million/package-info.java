/// A million live tasks: for looking at scale.
@NullMarked
package dev.kioto.demo.million;

import org.jspecify.annotations.NullMarked;
