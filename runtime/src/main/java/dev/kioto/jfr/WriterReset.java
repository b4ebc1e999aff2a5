package dev.kioto.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Takes the place of an event that would be lost.
///
/// While the code that writes events is interpreted, JDK 25 loses the first one that a platform thread writes after a virtual
/// thread wrote one on it, as direct tasks do on their worker. This one is written first then, and is there or lost with no
/// harm.
@Name("kioto.WriterReset")
@Label("Writer Reset")
@Description("Has no meaning. It is written where the JDK may lose an event, so that it is this one")
@Category({"Kioto", "Workers"})
@StackTrace(false)
final class WriterReset extends Event {}
