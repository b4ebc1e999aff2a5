package dev.kioto.console.lab;

import com.sun.tools.attach.VirtualMachine;
import dev.kioto.console.api.LocalConsole;
import dev.kioto.console.api.lab.ExperimentSpec.ReadyCheck;
import dev.kioto.console.discovery.LocalPrograms;
import dev.kioto.console.text.Units;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Waits until a program can be measured: it is ready by what it shows, and its JVM was found among the processes that its
/// command has started.
final class Readiness {

  private static final long LOOK_MILLIS = 50;
  private static final int PATIENCE_MILLIS = 1000; // of one attempt to connect

  private final @Nullable ReadyCheck check;
  private final @Nullable Pattern line;
  private final Duration timeout;
  private volatile boolean heard; // by the thread that reads the program's output

  Readiness(@Nullable ReadyCheck check, Duration timeout) {
    this.check = check;
    this.line = check == null || check.line() == null ? null : Pattern.compile(check.line());
    this.timeout = timeout;
  }

  /// The JVM of a program.
  ///
  /// @param console where consoles attach to it; null where none is served
  record Found(long pid, @Nullable String console) {
  }

  /// Takes in a line that the program has printed.
  void heard(String printed) {
    if (line != null && line.matcher(printed).find()) heard = true;
  }

  /// Waits.
  ///
  /// @param hasConsole whether to wait for its console, too
  Found await(LabProcess program, boolean hasConsole) throws RunFailure, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    Found found = null;
    boolean isReady = check == null;
    while (System.nanoTime() < end) {
      if (found == null) found = find(program, hasConsole);
      if (!isReady) isReady = isReady();
      if (found != null && isReady) return found;
      if (program.awaitExit(LOOK_MILLIS)) throw new RunFailure("it was not ready yet");
    }
    throw new RunFailure(
        "the program was not ready within " + Units.nanos(timeout.toNanos()) + ": "
            + missing(found, isReady, hasConsole));
  }

  private String missing(@Nullable Found found, boolean isReady, boolean hasConsole) {
    if (!isReady && check != null) {
      if (check.line() != null) return "no line that it printed has '" + check.line() + "'";
      return check.port() != null ? "nothing listens on port " + check.port() : check.http() + " does not answer";
    }
    if (found == null && hasConsole) {
      return "it serves no console; a program that is not Kioto's own needs the setting scheduler: kioto";
    }
    return "no JVM was found that it has started";
  }

  private static @Nullable Found find(LabProcess program, boolean hasConsole) {
    var pids = program.family().stream().map(ProcessHandle::pid).toList();
    if (!hasConsole) return attachable(pids);
    for (var process : LocalPrograms.ofThisMachine().look()) {
      if (!pids.contains(process.pid())) continue;
      var address = process.consoles().stream().map(LocalConsole::address).filter(Objects::nonNull).findFirst();
      if (address.isPresent()) return new Found(process.pid(), address.get());
    }
    return null;
  }

  private static @Nullable Found attachable(List<Long> pids) {
    var machines = VirtualMachine.list().stream().map(machine -> machine.id()).toList();
    return pids.stream().filter(pid -> machines.contains(String.valueOf(pid))).findFirst()
        .map(pid -> new Found(pid, null)).orElse(null);
  }

  private boolean isReady() throws InterruptedException {
    if (check == null) return true;
    if (line != null) return heard;
    return check.port() != null ? connects(check.port()) : answers(Objects.requireNonNull(check.http()));
  }

  private static boolean connects(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean answers(String address) throws InterruptedException {
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofMillis(PATIENCE_MILLIS)).build()) {
      var request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofMillis(PATIENCE_MILLIS)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() < 500;
    } catch (IOException _) {
      return false;
    }
  }
}
