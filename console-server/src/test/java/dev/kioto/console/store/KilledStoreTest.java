package dev.kioto.console.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A store whose process is killed, and one whose disk gets full, in real child processes.
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such limits and signals")
final class KilledStoreTest {

  private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
  private static final int KILLS = 3;
  private static final long START = 4_000_000_000L; // so late that nothing is forgotten or added up

  @TempDir
  private Path folder = Path.of("");

  @Test
  void store_thatIsKilledAgainAndAgain_holdsAllThatWasCommitted() throws Exception {
    var random = new SplittableRandom(42);
    long committed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      var child = child("write", Long.toString(committed));
      try (var said = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        int commits = random.nextInt(1, 20);
        for (String line = said.readLine(); line != null && commits > 0; line = said.readLine()) {
          if (!line.startsWith("committed ")) continue;
          committed = Long.parseLong(line.substring("committed ".length()));
          commits--;
        }
        child.toHandle().destroyForcibly(); // what it has said can still be read
        for (String line = said.readLine(); line != null; line = said.readLine()) {
          if (line.startsWith("committed ")) committed = Long.parseLong(line.substring("committed ".length()));
        }
      }
      child.waitFor();
      assertThat(holds(committed)).as("after kill %s", kill + 1).isGreaterThanOrEqualTo(committed);
    }
    assertThat(committed).isPositive();
  }

  private long holds(long committed) throws IOException {
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, StoreSettings.STANDARD)) {
      var points = store.reader().series("t", SeriesName.POLLS, START, START + committed, 1, Integer.MAX_VALUE);
      for (int i = 0; i < points.size(); i++) assertThat(points.get(i).mean()).isEqualTo(i);
      return points.size();
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the limit of a running process is set by prlimit")
  void store_whoseDiskGetsFull_saysSoStaysReadableAndGoesOnLater() throws Exception {
    assumeTrue(Files.isExecutable(PRLIMIT));
    var child = child("fill");
    var said = new ArrayList<String>();
    try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (line.equals("ready")) limitFiles(child, "2000000");
        if (line.startsWith("problem ")) limitFiles(child, "unlimited");
      }
    }
    assertThat(child.waitFor()).as("it said %s", said).isZero();
    assertThat(said).anyMatch(line -> line.startsWith("problem History is not written")).contains("read", "resumed");
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, StoreSettings.STANDARD)) {
      assertThat(store.reader().series("t", SeriesName.WAKES, START, START + 1, 1, 10)).hasSize(1);
    }
  }

  private static void limitFiles(Process child, String bytes) throws IOException, InterruptedException {
    var limit = new ProcessBuilder(PRLIMIT.toString(), "--pid", Long.toString(child.pid()), "--fsize=" + bytes + ":")
        .inheritIO().start();
    assertThat(limit.waitFor()).isZero();
  }

  private Process child(String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = Stream.of(HistoryStore.class, KilledStoreTest.class, DuckDBConnection.class, LoggerFactory.class)
        .map(
            type -> Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
    var command = new ArrayList<>(List.of(java, "-Xmx256m", "-Xshare:auto", "-XX:-UsePerfData",
        "--enable-native-access=ALL-UNNAMED", "-cp", classPath, Writer.class.getName(), folder.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// Writes until it is killed, or until the disk is full.
  static final class Writer {

    private Writer() {}

    public static void main(String[] args) throws Exception {
      try (var data = DataFolder.open(Path.of(args[0])); var store = HistoryStore.open(data, StoreSettings.STANDARD)) {
        if (args[1].equals("fill")) {
          fill(store);
        } else {
          write(store, Long.parseLong(args[2]));
        }
      }
    }

    private static void write(HistoryStore store, long from) {
      for (long i = from;; i++) {
        store.put(new Sample("t", START + i, Map.of(SeriesName.POLLS, (double) i)));
        if (i % 50 == 49) {
          store.flush();
          if (i % 500 == 499) store.keepHouse();
          System.out.println("committed " + (i + 1));
        }
      }
    }

    private static void fill(HistoryStore store) throws Exception {
      System.out.println("ready");
      var random = new SplittableRandom(1);
      long end = System.nanoTime() + 90_000_000_000L;
      for (long i = 0; store.status().problem() == null && System.nanoTime() - end < 0; i++) {
        store.put(new Sample("t", START + i, Map.of(SeriesName.POLLS, random.nextDouble())));
        if (i % 5_000 == 4_999) store.keepHouse();
      }
      System.out.println("problem " + store.status().problem());
      while (store.status().problem() != null && System.nanoTime() - end < 0) {
        store.put(new Sample("t", START, Map.of(SeriesName.WAKES, 3.0)));
        store.flush();
      }
      if (!store.reader().series("t", SeriesName.POLLS, START, START + 1000, 1, 10).isEmpty())
        System.out.println("read");
      System.out.println(store.status().problem() == null ? "resumed" : store.status().problem());
    }
  }
}
