/// What the tests of several modules share.
@NullMarked
package dev.kioto.testsupport;

import org.jspecify.annotations.NullMarked;
