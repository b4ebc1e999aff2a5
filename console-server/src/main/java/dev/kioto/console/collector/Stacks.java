package dev.kioto.console.collector;

import dev.kioto.console.api.TaskStack;
import java.util.List;

/// Where many tasks of a program are.
///
/// @param leftOut tasks that were not looked at, because there are too many
public record Stacks(List<TaskStack> stacks, long leftOut) {
}
