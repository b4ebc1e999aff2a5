package dev.kioto.future;

import java.util.List;

/// One future of the tree of what somebody waits for: itself, and what it waits for in its turn.
///
/// @param type its class, without the address that the JVM adds to that of a lambda
/// @param detail what it said of itself, for people; empty when it said nothing
/// @param taskId the task whose end it waits for, 0 when it waits for none
/// @param awaits the futures that it polls now; empty for a leaf, and for a future that does not tell
public record AwaitNode(String type, String detail, long taskId, List<AwaitNode> awaits) {
  public AwaitNode {
    awaits = List.copyOf(awaits);
  }

  /// The same on one line for people, outermost first: `Mapped > Sleep (due in 20 ms)`; branches in brackets.
  @Override
  public String toString() {
    var text = new StringBuilder(type.substring(type.lastIndexOf('.') + 1));
    if (!detail.isEmpty()) {
      text.append(" (").append(detail).append(')');
    }
    if (awaits.size() == 1) {
      text.append(" > ").append(awaits.getFirst());
    } else if (!awaits.isEmpty()) {
      text.append(" > ").append(awaits);
    }
    return text.toString();
  }
}
