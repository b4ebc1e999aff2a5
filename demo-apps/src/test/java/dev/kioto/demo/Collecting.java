package dev.kioto.demo;

import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.DetectorInfo;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.web.ConsoleServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A collector in this process, and what it finds in programs in theirs.
final class Collecting implements AutoCloseable {

  private final ConsoleServer server;
  private final ConsoleClient client;

  /// A program that is looked at.
  ///
  /// @param attachedAt when the collector had heard of its tasks first
  record Watched(String id, Instant attachedAt) {
  }

  private Collecting(ConsoleServer server) {
    this.server = server;
    this.client = ConsoleClient.of(server.uri());
  }

  static Collecting start() throws IOException {
    return new Collecting(ConsoleServer.builder().port(0).start());
  }

  /// Begins to look at a program, and waits until it has told of its tasks.
  Watched watch(DemoProcess program) throws Exception {
    // A program that has just begun on a busy machine may not answer in the time that an attach takes.
    var target = await().ignoreExceptionsInstanceOf(ProblemException.class)
        .until(() -> client.attach("127.0.0.1:" + program.port()), _ -> true);
    await().until(() -> client.target(target.id()).tasks().total() > 0);
    return new Watched(target.id(), Instant.now());
  }

  /// Its client, to look at what [#diagnoses] does not say.
  ConsoleClient client() {
    return client;
  }

  /// All that was found in a program, whether it is still there or not.
  List<Diagnosis> diagnoses(Watched program) {
    return client.diagnoses(program.id(), ListQuery.DEFAULT.withLimit(1000)).diagnoses();
  }

  /// What can be found.
  Set<String> detectors() {
    return client.detectors().stream().map(DetectorInfo::id).collect(Collectors.toSet());
  }

  /// Why something cannot be found in a program now: a line for each detector.
  List<String> cannotTell(Watched program) {
    return client.detectors().stream()
        .flatMap(detector -> detector.targets().stream()
            .filter(status -> status.target().equals(program.id()) && status.cannotTell() != null)
            .map(status -> detector.id() + ": " + status.cannotTell()))
        .toList();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
