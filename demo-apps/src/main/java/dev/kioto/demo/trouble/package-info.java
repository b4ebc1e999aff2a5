/// One small program for each diagnosis: sick, and with a healthy twin that does the same work rightly.
@NullMarked
package dev.kioto.demo.trouble;

import org.jspecify.annotations.NullMarked;
