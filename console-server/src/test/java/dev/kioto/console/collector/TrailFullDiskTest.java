package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.MessageLite;
import dev.kioto.console.model.Retention;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description;
import io.grpc.Status;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A trail whose disk gets full and is given room again, in a process of its own.
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the limit of a running process is set by prlimit")
final class TrailFullDiskTest {

  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
  private static final int BURST = 2_000;

  @TempDir
  private Path folder = Path.of("");

  @Test
  void trail_whoseDiskGetsFull_saysSo_countsWhatIsLost_holdsNobodyUp_andGoesOnLater() throws Exception {
    assumeTrue(Files.isExecutable(PRLIMIT));
    var child = child();
    var said = new ArrayList<String>();
    try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (line.equals("ready")) limitFiles(child, "300000");
        if (line.startsWith("burst ")) limitFiles(child, "unlimited");
      }
    }
    assertThat(child.waitFor()).as("it said %s", said).isZero();
    assertThat(said).anyMatch(line -> line.startsWith("problem What the program tells cannot be written down"))
        .contains("resumed", "tasks " + Teller.TASKS);
    // Each message of the burst is lost, and counted; all that is known was not told again for each of them.
    assertThat(lost(said)).isBetween(BURST, 2 * BURST);
    try (var trail = Trail.open(folder, Trail.Limits.STANDARD)) {
      var kept = trail.about(Teller.ADDRESS);
      assertThat(kept.spans()).isNotEmpty();
      for (var span : kept.spans()) {
        try (var file = trail.at(Teller.ADDRESS, Instants.nanos(span.to()))) {
          assertThat(file).isNotNull();
          var model = Replay.to(file, file.lastAt(), Retention.DEFAULT).run().model();
          assertThat(model.tasks().counts().total()).isEqualTo(Teller.TASKS);
        }
      }
    }
  }

  private static int lost(List<String> said) {
    return said.stream().filter(line -> line.startsWith("burst ")).mapToInt(line -> Integer.parseInt(line.substring(6)))
        .sum();
  }

  private static void limitFiles(Process child, String bytes) throws IOException, InterruptedException {
    var limit = new ProcessBuilder(PRLIMIT.toString(), "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":")
        .inheritIO().start();
    assertThat(limit.waitFor()).isZero();
  }

  private Process child() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = Stream
        .of(Trail.class, TrailFullDiskTest.class, Description.class, MessageLite.class, Status.class,
            LoggerFactory.class, JsonProperty.class, JsonFactory.class, ObjectMapper.class)
        .map(
            type -> Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString())
        .distinct().collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(java, "-Xmx256m", "-Xshare:auto", "-XX:-UsePerfData", "-cp", classPath,
        Teller.class.getName(), folder.toString()).redirectErrorStream(true).start();
  }

  /// Tells of a program until its trail breaks off, then in a burst, then until the trail goes on.
  static final class Teller {

    static final String ADDRESS = "here:1";
    static final int TASKS = 5_000;
    private static final long LONGEST_NANOS = 90_000_000_000L;

    private final Trail trail;
    private final Trail.Tape tape;
    private final Ingest known = new Ingest(Retention.DEFAULT);
    private final SplittableRandom random = new SplittableRandom(1);
    private final long deadline = System.nanoTime() + LONGEST_NANOS;
    private long now = 1000;

    private Teller(Trail trail) {
      this.trail = trail;
      this.tape = trail.tape(ADDRESS, "here");
    }

    public static void main(String[] args) throws Exception {
      try (var trail = Trail.open(Path.of(args[0]), new Trail.Limits(1L << 30, Duration.ofDays(1), 1 << 24,
          Duration.ofDays(1), 64_000_000))) {
        new Teller(trail).run();
      }
    }

    private void run() throws IOException, InterruptedException {
      tell(MessageKind.CONNECTED, Wire.description("run-1"));
      var first = Wire.update(now).metadata();
      for (int id = 1; id <= TASKS; id++) first.task(id, "task", Wire.stats(0));
      tell(MessageKind.UPDATE, first.build());
      System.out.println("ready");
      while (trail.about(ADDRESS).problem() == null) news();
      System.out.println("problem " + trail.about(ADDRESS).problem());
      long before = trail.about(ADDRESS).lost();
      for (int i = 0; i < BURST; i++) tell(MessageKind.UPDATE, Wire.update(++now).build());
      if (trail.at(ADDRESS, 0) != null) throw new IllegalStateException("nothing is so old"); // returns when all was tried
      System.out.println("burst " + (trail.about(ADDRESS).lost() - before));
      while (trail.about(ADDRESS).problem() != null) news();
      System.out.println("resumed");
      System.out.println("tasks " + known.run().model().tasks().counts().total());
    }

    /// What does not compress.
    private void news() throws InterruptedException {
      if (System.nanoTime() - deadline > 0) throw new IllegalStateException("it takes too long");
      var update = Wire.update(++now);
      for (int i = 0; i < 200; i++)
        update.stats(1 + random.nextInt(TASKS), Wire.stats(random.nextLong(1_000_000_000L)));
      tell(MessageKind.UPDATE, update.build());
      Thread.sleep(5);
    }

    private void tell(MessageKind kind, MessageLite message) {
      known.take(kind, message);
      tape.take(kind, Instants.nanos(Instant.now()), message, known);
    }
  }
}
