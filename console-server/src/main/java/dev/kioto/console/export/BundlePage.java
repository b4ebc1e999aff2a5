package dev.kioto.console.export;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.StackFrame;
import dev.kioto.console.api.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The page of an evidence bundle that people read first, in Markdown.
public final class BundlePage {

  private BundlePage() {}

  /// The page of a diagnosis.
  ///
  /// @param missing what could not be had, a sentence each
  public static String of(Diagnosis diagnosis, Target target, List<String> missing) {
    var page = new StringBuilder();
    page.append("# ").append(text(diagnosis.title())).append("\n\n").append(text(diagnosis.sentence())).append("\n\n")
        .append("**What to try.** ").append(text(diagnosis.advice())).append("\n\n")
        .append("| | |\n|---|---|\n");
    row(page, "detector", diagnosis.detector() + ", " + diagnosis.severity());
    row(page, "about", diagnosis.subject().kind() + " " + diagnosis.subject().id() + " " + diagnosis.subject().name());
    row(page, "raised", diagnosis.raisedAt().toString());
    row(page, "seen last", diagnosis.updatedAt().toString());
    var cleared = diagnosis.clearedAt();
    row(page, "cleared", cleared == null ? "not yet" : cleared.toString());
    row(page, "program", target.name() + " at " + target.address() + ", run " + diagnosis.run());
    row(page, "thresholds", diagnosis.threshold().toString());
    page.append("\n## Evidence\n\n| what | value |\n|---|---|\n");
    for (var fact : diagnosis.evidence()) {
      var unit = fact.unit();
      row(page, fact.label(), fact.value() + (unit == null || unit.equals("instant") ? "" : " " + unit));
    }
    for (var cause : diagnosis.causes()) row(page, "because of", cause.kind() + " " + cause.id() + " " + cause.name());
    stack(page, diagnosis.stack());
    files(page);
    if (!missing.isEmpty()) page.append("\n## What could not be had\n\n");
    for (var sentence : missing) page.append("- ").append(text(sentence)).append('\n');
    return page.toString();
  }

  private static void stack(StringBuilder page, @Nullable List<StackFrame> stack) {
    if (stack == null) return;
    page.append("\n## Stack when it happened\n\n");
    for (var frame : stack) {
      page.append("    ").append(line(frame.className())).append('.').append(line(frame.method())).append('\n');
    }
  }

  private static void files(StringBuilder page) {
    page.append("""

        ## Files

        - `diagnosis.json`, `target.json`, `runtimes.json` (with settings), `workers.json`: as the web API tells them
        - `tasks.json`, `resources.json`, `stacks/`: the tasks that the diagnosis names, and what they hold or wait for
        - `series.csv`: figures of each second around it
        - `window.perfetto-trace`: what the program did around it; open it at ui.perfetto.dev
        """);
  }

  private static void row(StringBuilder page, String label, String value) {
    page.append("| ").append(text(label)).append(" | ").append(text(value)).append(" |\n");
  }

  // What programs say of themselves is a text here, and no Markdown.
  private static String text(String any) {
    return line(any).replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1");
  }

  private static String line(String any) {
    return any.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
