/// Streams: sequences whose items come one by one and may have to be waited for. What a stream does is written as adapters of
/// another one; nothing happens until somebody asks for an item.
@NullMarked
package dev.kioto.stream;

import org.jspecify.annotations.NullMarked;
