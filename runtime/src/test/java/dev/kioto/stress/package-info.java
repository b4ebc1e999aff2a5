/// The runner of the jcstress tests. The tests themselves stand beside what they test, in classes named `...Stress`.
@NullMarked
package dev.kioto.stress;

import org.jspecify.annotations.NullMarked;
