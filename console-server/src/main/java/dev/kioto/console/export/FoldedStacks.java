package dev.kioto.console.export;

import dev.kioto.console.api.StackFrame;
import dev.kioto.console.api.TaskStack;
import java.util.List;
import java.util.TreeMap;

/// Stacks of tasks as flame graphs read them: a line for each stack that some have, outermost frame first, and how many have it.
public final class FoldedStacks {

  private FoldedStacks() {}

  /// Adds up stacks. Tasks without one are counted as such.
  ///
  /// @param leftOut tasks that were not looked at
  public static String of(List<TaskStack> stacks, long leftOut) {
    var counts = new TreeMap<String, Long>();
    for (var stack : stacks) counts.merge(line(stack), 1L, Long::sum);
    if (leftOut > 0) counts.put("[not looked at]", leftOut);
    var text = new StringBuilder();
    counts.forEach((line, count) -> text.append(line).append(' ').append(count).append('\n'));
    return text.toString();
  }

  /// A stack as one line, outermost frame first; `[no stack]` for none.
  public static String line(TaskStack stack) {
    if (stack.frames().isEmpty()) return "[no stack]";
    return String.join(";", stack.frames().reversed().stream().map(FoldedStacks::frame).toList());
  }

  // A blank ends the stack, a semicolon a frame.
  private static String frame(StackFrame frame) {
    return (frame.className() + "." + frame.method()).replaceAll("[;\\s\\p{Cntrl}]", "_");
  }
}
