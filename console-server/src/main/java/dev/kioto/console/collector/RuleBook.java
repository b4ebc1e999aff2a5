package dev.kioto.console.collector;

import dev.kioto.console.diagnosis.Detectors;
import dev.kioto.console.diagnosis.Rules;
import dev.kioto.console.diagnosis.Rules.Silence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How detectors are set, kept in a file when there is one. Safe for use by any thread.
///
/// A line of the file is `threshold DETECTOR NAME VALUE`, a whole number in the threshold's unit, or `silence DETECTOR SITE`, where the site
/// may be missing. Lines that make no sense are passed over.
public final class RuleBook {

  /// How many silences there are at most.
  public static final int MOST_SILENCES = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

  private final @Nullable Path file;
  private final Object lock = new Object();
  private volatile Rules rules; // written with lock held, read by any

  private RuleBook(@Nullable Path file, Rules rules) {
    this.file = file;
    this.rules = rules;
  }

  /// Rules that are forgotten at the end.
  public static RuleBook inMemory() {
    return new RuleBook(null, Rules.STANDARD);
  }

  /// Rules that are kept in a file, which need not be there yet.
  ///
  /// @throws IOException if the file is there and cannot be read
  public static RuleBook in(Path file) throws IOException {
    var rules = Rules.STANDARD;
    if (!Files.exists(file)) return new RuleBook(file, rules);
    try {
      for (var line : Files.readAllLines(file)) rules = read(line, rules);
    } catch (IOException e) {
      throw new IOException("How detectors are set cannot be read from " + file + " (" + e + "): move the file away",
          e);
    }
    return new RuleBook(file, rules);
  }

  private static Rules read(String line, Rules rules) {
    var words = line.strip().split(" ", 4);
    try {
      if (words.length == 4 && words[0].equals("threshold")) {
        var detector = Detectors.byId(words[1]);
        long value = Long.parseLong(words[3]);
        if (detector != null && detector.thresholds().stream().anyMatch(
            one -> one.name().equals(words[2]) && value >= one.least() && value <= one.most())) {
          return rules.with(words[1], words[2], value);
        }
      } else if (words.length >= 2 && words[0].equals("silence") && Detectors.byId(words[1]) != null) {
        var parts = line.strip().split(" ", 3);
        return rules.with(new Silence(words[1], parts.length == 3 ? parts[2] : ""));
      }
    } catch (NumberFormatException _) {
      // said below
    }
    if (!line.isBlank()) LOG.warn("'{}' is no rule for a detector, and is passed over", line);
    return rules;
  }

  /// The rules in force.
  public Rules rules() {
    return rules;
  }

  /// Changes them, and keeps them.
  ///
  /// @throws IOException if the file cannot be written; the rules are then as before
  /// @throws IllegalStateException if there are too many silences
  public void change(UnaryOperator<Rules> change) throws IOException {
    synchronized (lock) {
      var changed = change.apply(rules);
      if (changed.silences().size() > MOST_SILENCES) {
        throw new IllegalStateException(
            "There are " + MOST_SILENCES + " silences, the most that are kept: end one first");
      }
      if (file != null) write(file, changed);
      rules = changed;
    }
  }

  private static void write(Path file, Rules rules) throws IOException {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(rules.thresholds()).forEach((detector, set) -> new TreeMap<>(set)
        .forEach((name, value) -> lines.add("threshold " + detector + " " + name + " " + value)));
    for (var silence : rules.silences()) lines.add(("silence " + silence.detector() + " " + silence.site()).strip());
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, lines);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
