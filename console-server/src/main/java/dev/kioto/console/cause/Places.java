package dev.kioto.console.cause;

import dev.kioto.console.model.Incident;
import dev.kioto.console.model.Incident.Frame;
import java.util.List;

/// Finds the line of a stack that says most.
public final class Places {

  private static final List<
      String> FOREIGN = List.of("java.", "jdk.", "sun.", "dev.kioto.future.", "dev.kioto.scheduler.",
          "dev.kioto.task.", "dev.kioto.sync.", "dev.kioto.time.", "dev.kioto.net.", "dev.kioto.io.");

  private Places() {}

  /// The innermost line of the program's own code, `File.java:12`; empty when there is none.
  public static String of(Incident incident) {
    for (var frame : incident.stack()) {
      if (FOREIGN.stream().noneMatch(frame.className()::startsWith)) return place(frame);
    }
    return incident.stack().isEmpty() ? "" : place(incident.stack().getFirst());
  }

  private static String place(Frame frame) {
    var file = frame.file();
    var line = frame.line();
    return file == null ? frame.className() : line == null ? file : file + ":" + line;
  }
}
