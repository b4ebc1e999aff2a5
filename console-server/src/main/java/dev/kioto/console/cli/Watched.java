package dev.kioto.console.cli;

import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.web.ConsoleServer;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// A target, and whom to ask about it.
///
/// @param target as it was when it was chosen
/// @param own the server that lives as long as the command; null when another one is asked
record Watched(ConsoleClient client, Target target, @Nullable ConsoleServer own) implements AutoCloseable {

  String id() {
    return target.id();
  }

  /// Says so when what the server knows is old, and ends the command when it knows nothing.
  ///
  /// @throws CommandFailure if the target was never reached
  void requireTasks(PrintWriter err) {
    if (target.state() == TargetState.CONNECTED) return;
    var reason = target.error() == null ? "it has not answered yet" : target.error();
    var sentence = target.name() + " at " + target.address() + " is not connected: " + reason;
    if (target.tasks().total() == 0) throw new CommandFailure(ExitStatus.UNREACHABLE, sentence);
    err.println("kioto: " + sentence + ". This is what was last known.");
  }

  @Override
  public void close() {
    client.close();
    if (own != null) own.close();
  }
}
