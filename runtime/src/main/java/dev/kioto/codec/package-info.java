/// Frames on bytes: a connection that is read and written in whole messages, by a codec that says where one ends.
///
/// Nothing here is without a limit: a reader holds at most what one frame may have, a writer what it was given before its boundary.
@NullMarked
package dev.kioto.codec;

import org.jspecify.annotations.NullMarked;
