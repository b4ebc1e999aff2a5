package dev.kioto.console.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// What one command line did: its exit status and what it wrote.
record CommandRun(int status, String out, String err) {

  static CommandRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status = Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
    return new CommandRun(status, out.toString(), err.toString());
  }
}
