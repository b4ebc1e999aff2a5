/// The runner of jcstress tests. The tests themselves stand beside what they test, in classes named `...Stress`.
@NullMarked
package dev.kioto.testsupport.stress;

import org.jspecify.annotations.NullMarked;
