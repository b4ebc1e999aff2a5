package dev.kioto.console.cli;

import dev.kioto.console.api.LocalConsole;
import dev.kioto.console.api.LocalProcess;
import dev.kioto.console.api.Target;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.discovery.LocalPrograms;
import dev.kioto.console.discovery.OpenPort;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/// Reads what people write for TARGET: an address, the id of a target of a server, or the pid or name of a local program.
final class TargetChoice {

  /// What TARGET may be, for help.
  static final String HELP = "An address (HOST:PORT, https://HOST:PORT, unix:/PATH), a recording (FILE.kiorec), the id of one "
      + "of the server's targets, or the pid or name of a local program.";

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private TargetChoice() {}

  /// A local program with the place where it serves consoles.
  private record Candidate(LocalProcess process, LocalConsole console) {
    String line() {
      return console.name() + " (pid " + process.pid() + (console.address() == null ? "" : ", " + console.address())
          + ")";
    }
  }

  /// The one of the targets that is meant; null when there is none.
  ///
  /// @param text null for the only one
  /// @throws CommandFailure if several have that name
  static @Nullable Target among(List<Target> targets, @Nullable String text) {
    if (text == null) return targets.size() == 1 ? targets.getFirst() : null;
    var recording = recording(text);
    for (Predicate<Target> one : List.<Predicate<Target>>of(
        target -> target.id().equals(text),
        target -> target.address().equals(text) || target.address().equals(recording),
        target -> target.pid() != null && Long.toString(target.pid()).equals(text))) {
      for (var target : targets) {
        if (one.test(target)) return target;
      }
    }
    var ofThatName = targets.stream().filter(target -> target.name().equals(text)).toList();
    if (ofThatName.size() <= 1) return ofThatName.isEmpty() ? null : ofThatName.getFirst();
    throw new CommandFailure(ExitStatus.REFUSED,
        "there are several targets named '" + text + "', name one by its id: " + listed(ofThatName));
  }

  /// What to attach to.
  ///
  /// @param text null for the only local program
  /// @param hasServer whether a server was asked before, and knows none such
  /// @throws CommandFailure if there is none such, or several
  static String addressOf(@Nullable String text, boolean hasServer) {
    if (text != null) {
      var recording = recording(text);
      if (recording != null) return recording;
      if (text.startsWith("unix:") || text.indexOf(':') >= 0) return address(text);
    }
    var processes = LocalPrograms.ofThisMachine().look();
    var candidates = new ArrayList<Candidate>();
    for (var process : processes)
      process.consoles().forEach(console -> candidates.add(new Candidate(process, console)));
    return text == null ? only(candidates, hasServer) : named(text, processes, candidates);
  }

  private static String address(String text) {
    try {
      return new ServerOptions.Address().convert(text);
    } catch (TypeConversionException e) {
      throw new CommandFailure(ExitStatus.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable String recording(String text) {
    if (text.startsWith(Collector.FILE_PREFIX)) return text;
    if (!text.endsWith(".kiorec")) return null;
    try {
      var file = Path.of(text);
      if (!Files.exists(file)) throw new CommandFailure(ExitStatus.UNREACHABLE, "there is no file '" + text + "'");
      return Collector.FILE_PREFIX + file.toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new CommandFailure(ExitStatus.USAGE, "'" + text + "' is not the name of a file: " + e.getReason());
    }
  }

  private static String only(List<Candidate> candidates, boolean hasServer) {
    var open = candidates.stream().map(Candidate::console).map(LocalConsole::address).filter(Objects::nonNull).toList();
    if (open.size() == 1) return open.getFirst();
    if (open.isEmpty() && OpenPort.answers(OpenPort.CUSTOMARY, PATIENCE)) {
      return ServerOptions.LOOPBACK + ":" + OpenPort.CUSTOMARY;
    }
    if (!open.isEmpty()) {
      throw new CommandFailure(ExitStatus.REFUSED,
          "several programs could be meant, name one: " + listedHere(candidates));
    }
    throw new CommandFailure(ExitStatus.UNREACHABLE,
        "no program was named, " + (hasServer ? "the server has not just one" : "no console server runs")
            + ", and no local program serves consoles: name an address, like 127.0.0.1:6669. 'kioto ps' lists what there is");
  }

  private static String named(String text, List<LocalProcess> processes, List<Candidate> candidates) {
    var meant = candidates.stream()
        .filter(candidate -> Long.toString(candidate.process().pid()).equals(text)
            || candidate.console().name().equalsIgnoreCase(text))
        .toList();
    if (meant.size() > 1) {
      throw new CommandFailure(ExitStatus.REFUSED,
          "several programs are '" + text + "', name one by its address: " + listedHere(meant));
    }
    if (!meant.isEmpty()) return addressOf(meant.getFirst());
    for (var process : processes) {
      if (Long.toString(process.pid()).equals(text) || process.name().equals(text)) {
        throw new CommandFailure(ExitStatus.UNREACHABLE, "process " + process.pid() + " (" + process.name()
            + ") cannot be watched. " + process.hint());
      }
    }
    throw new CommandFailure(ExitStatus.UNREACHABLE, "there is no target and no local program '" + text + "': "
        + (candidates.isEmpty() ? "write an address, like 127.0.0.1:6669" : "there are " + listedHere(candidates))
        + meant(text, candidates.stream().map(candidate -> candidate.console().name()).toList()));
  }

  private static String addressOf(Candidate candidate) {
    var address = candidate.console().address();
    if (address != null) return address;
    throw new CommandFailure(ExitStatus.UNREACHABLE,
        candidate.line() + " listens nowhere: it connects to the collector at "
            + candidate.console().dials() + ", which has it as a target");
  }

  /// A question when one of the names is much like what was written; else empty.
  static String meant(String text, List<String> names) {
    var meant = UsageErrors.closest(text, names);
    return meant.isEmpty() ? "" : ". Did you mean '" + meant + "'?";
  }

  /// Targets as a sentence.
  static String listed(List<Target> targets) {
    if (targets.isEmpty()) return "it has none";
    var names = targets.stream().map(known -> known.id() + " (" + known.name() + " at " + known.address() + ")");
    return "it has " + String.join(", ", names.toList());
  }

  private static String listedHere(List<Candidate> candidates) {
    return String.join(", ", candidates.stream().map(Candidate::line).toList());
  }
}
