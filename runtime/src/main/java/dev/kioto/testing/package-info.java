/// For tests of asynchronous code: futures and streams in the hands of a test, and, for JUnit 5, tests that run on a runtime.
///
/// The runtime's jar brings no JUnit along. [KiotoTest], [KiotoRuntime] and [KiotoExtension] use the one that is on the class
/// path of the tests; the rest of the package needs none.
@NullMarked
package dev.kioto.testing;

import org.jspecify.annotations.NullMarked;
