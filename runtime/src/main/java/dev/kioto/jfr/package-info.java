/// What a runtime tells a probe, as events of the JDK Flight Recorder: so that a recording of a program says which task ran,
/// waited or was stuck beside what the JDK says of threads, locks and memory.
///
/// The one package that needs the module `jdk.jfr`; its classes are loaded when the setting `kioto.jfr` is on.
@NullMarked
package dev.kioto.jfr;

import org.jspecify.annotations.NullMarked;
