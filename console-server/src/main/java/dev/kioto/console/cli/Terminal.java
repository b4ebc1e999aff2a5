package dev.kioto.console.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The terminal that standard output goes to, if it does. One thread at a time.
final class Terminal {

  private static final int USUAL_ROWS = 24;
  private static final int USUAL_COLUMNS = 80;

  private final PrintStream out;
  private int drawn; // lines of the last drawing, which the cursor stands below

  Terminal(PrintStream out) {
    this.out = out;
  }

  /// Whether standard input and output are a terminal that understands cursor movements.
  @SuppressWarnings("SystemConsoleNull") // its contract still allows null
  static boolean isInteractive() {
    var console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /// Rows and columns of a screen.
  record Size(int rows, int columns) {}

  /// The present size, or the usual one when the terminal does not tell.
  static Size size() {
    try {
      var process = new ProcessBuilder("stty", "size").redirectInput(Redirect.INHERIT).start();
      var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      var numbers = answer.split(" ", -1);
      if (process.waitFor(1, TimeUnit.SECONDS) && numbers.length == 2) {
        int rows = Integer.parseInt(numbers[0]);
        int columns = Integer.parseInt(numbers[1]);
        if (rows > 0 && columns > 0) return new Size(rows, columns);
      }
    } catch (IOException | NumberFormatException _) {
      // No stty, or not a terminal: the usual size will do.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return new Size(USUAL_ROWS, USUAL_COLUMNS);
  }

  /// Replaces the last drawing by these lines, none of which may be wider than the screen.
  void redraw(List<String> lines) {
    var text = new StringBuilder();
    if (drawn > 0) text.append("\u001b[").append(drawn).append("A");
    text.append("\r");
    for (var line : lines) text.append(line).append("\u001b[K\n");
    text.append("\u001b[J");
    out.print(text);
    out.flush();
    drawn = lines.size();
  }
}
