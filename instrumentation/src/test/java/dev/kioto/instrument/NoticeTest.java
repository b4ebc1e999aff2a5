package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.endpoint.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@DisabledOnOs(OS.WINDOWS) // modes of files
final class NoticeTest {

  @TempDir
  private Path temp = Path.of("");

  @Test
  void notice_saysWhereConsolesAreServed_andGoesWithThem() throws Exception {
    var folder = temp.resolve("notices");
    try (var console = Instrumentation.builder().bind("127.0.0.1", 0).name("a\nshop").notices(folder).start()) {
      var file = only(folder);
      assertThat(file.getFileName().toString()).startsWith(ProcessHandle.current().pid() + "-");
      var lines = Files.readAllLines(file);
      assertThat(lines).startsWith("kioto-console 1", "pid=" + ProcessHandle.current().pid()).endsWith("end")
          .contains("name=a shop", "address=127.0.0.1:" + console.port())
          .noneMatch(line -> line.startsWith("token=") || line.startsWith("dials="));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    }
    assertThat(files(folder)).isEmpty();
  }

  @Test
  void notice_ofAUnixSocketAndACollector_saysBoth() throws Exception {
    var folder = temp.resolve("notices");
    var socket = temp.resolve("s");
    try (var _ = Instrumentation.builder().bindUnix(socket).dial("127.0.0.1", 1).notices(folder).start()) {
      assertThat(Files.readAllLines(only(folder))).contains("address=unix:" + socket, "dials=127.0.0.1:1");
    }
  }

  @Test
  void notice_ofAProgramThatWantsAToken_saysSoAndNotWhich() throws Exception {
    var folder = temp.resolve("notices");
    var builder = Instrumentation.builder().bind("127.0.0.1", 0).readToken("0123456789abcdef").notices(folder);
    try (var _ = builder.start()) {
      assertThat(Files.readString(only(folder))).contains("token=read").doesNotContain("0123456789");
    }
  }

  @Test
  void notices_ofProcessesThatAreGone_areRemoved_andOthersStay() throws Exception {
    var folder = Files.createDirectories(temp.resolve("notices"));
    long gone = goneProcess();
    var left = Files.write(folder.resolve(gone + "-aa"), leftBehind("namespace=" + namespace()));
    var elsewhere = Files.write(folder.resolve(gone + "-bb"), leftBehind("namespace=pid:[1]"));
    var living = Files.write(folder.resolve("1-cc"), leftBehind("namespace=" + namespace()));
    var foreign = Files.writeString(folder.resolve("README"), "not a notice");

    try (var _ = Instrumentation.builder().bind("127.0.0.1", 0).notices(folder).start()) {
      assertThat(left).doesNotExist();
      assertThat(List.of(elsewhere, living, foreign)).allSatisfy(file -> assertThat(file).exists());
    }
  }

  @Test
  void folderThatCannotBe_isNoTroubleToTheProgram() throws Exception {
    var file = Files.writeString(temp.resolve("file"), "");
    var link = Files.createSymbolicLink(temp.resolve("link"), Files.createDirectory(temp.resolve("elsewhere")));
    for (var folder : List.of(file, link, file.resolve("below"))) {
      try (var console = Instrumentation.builder().bind("127.0.0.1", 0).notices(folder).start()) {
        assertThat(console.isServing()).isTrue();
      }
    }
    assertThat(files(temp.resolve("elsewhere"))).isEmpty();
  }

  @Test
  void property_turnsNoticesOff() throws Exception {
    var folder = temp.resolve("notices");
    var properties = new Properties();
    properties.setProperty("kioto.console.notices", "off");
    var off = new InstrumentationBuilder(properties, Map.of()).bind("127.0.0.1", 0);
    var on = new InstrumentationBuilder(new Properties(), Map.of("KIOTO_CONSOLE_NOTICES", folder.toString()));
    try (var _ = off.start(); var _ = on.bind("127.0.0.1", 0).start()) {
      assertThat(files(folder)).hasSize(1);
    }
    assertThat(Notice.standardFolder().getFileName().toString()).startsWith("kioto-console-");
  }

  private static List<String> leftBehind(String namespace) {
    return List.of("kioto-console 1", namespace, "end");
  }

  private static long goneProcess() throws IOException, InterruptedException {
    var process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  private static String namespace() throws IOException {
    var link = Path.of("/proc/self/ns/pid");
    return Files.exists(link) ? Files.readSymbolicLink(link).toString() : "none";
  }

  private static Path only(Path folder) throws IOException {
    var files = files(folder);
    assertThat(files).hasSize(1);
    return files.getFirst();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
