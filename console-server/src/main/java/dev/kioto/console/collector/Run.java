package dev.kioto.console.collector;

import dev.kioto.console.model.TargetModel;
import dev.kioto.proto.console.v1.Description;
import org.jspecify.annotations.Nullable;

/// One life of a program, from its start to its end, as far as it was watched.
///
/// @param id changes with each start of the program
/// @param description what the program says of itself; null when it speaks the tokio-console protocol alone
record Run(String id, @Nullable Description description, TargetModel model) {
}
