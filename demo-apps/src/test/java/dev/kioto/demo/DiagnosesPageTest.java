package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.diagnosis.Detector;
import dev.kioto.console.diagnosis.Detectors;
import dev.kioto.console.diagnosis.Say;
import dev.kioto.console.diagnosis.Threshold;
import dev.kioto.console.diagnosis.Unit;
import dev.kioto.demo.trouble.Trouble;
import dev.kioto.demo.trouble.Troubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/diagnoses.md has a section for each diagnosis, with its program and its thresholds as they are.
final class DiagnosesPageTest {

  private static final Path PAGE = Path.of("..", "docs", "diagnoses.md");

  private static Map<String, String> sections() throws IOException {
    var sections = new HashMap<String, String>();
    var parts = Pattern.compile("^## ", Pattern.MULTILINE).split(Files.readString(PAGE));
    for (int i = 1; i < parts.length; i++) sections.put(parts[i].lines().findFirst().orElseThrow(), parts[i]);
    return sections;
  }

  @Test
  void page_hasASectionForEachProgramAndEachDetector() throws IOException {
    var ids = Troubles.all().stream().map(Trouble::id).toList();
    assertThat(sections()).containsOnlyKeys(ids);
    assertThat(ids).containsAll(Detectors.ids());
  }

  @Test
  void sections_nameTheirProgram() throws IOException {
    var sections = sections();
    for (var trouble : Troubles.all()) {
      assertThat(sections.get(trouble.id())).contains("`./kioto demo trouble " + trouble.id() + "` ("
          + "`" + trouble.getClass().getSimpleName() + ".java`)");
    }
  }

  @Test
  void sections_sayWhichHappenToPlainVirtualThreads() throws IOException {
    var sections = sections();
    for (var trouble : Troubles.all()) {
      assertThat(sections.getOrDefault(trouble.id(), "").contains("`--kind virtual`")).as(trouble.id())
          .isEqualTo(trouble.hasVirtual());
    }
  }

  @Test
  void sections_haveTheThresholdsAsTheyAre() throws IOException {
    var sections = sections();
    for (var detector : Detectors.all()) {
      assertThat(sections.get(detector.id())).contains("- **Thresholds**: " + thresholds(detector));
    }
  }

  /// The thresholds of a detector as the page has them.
  static String thresholds(Detector detector) {
    if (detector.thresholds().isEmpty()) return "none";
    return detector.thresholds().stream()
        .map(one -> "`" + one.name() + "` " + value(one) + ", " + one.meaning())
        .collect(Collectors.joining("; "));
  }

  private static String value(Threshold threshold) {
    if (threshold.unit() == Unit.NANOS) return Say.duration(threshold.standard());
    var unit = threshold.unit().text();
    return unit.isEmpty() ? Long.toString(threshold.standard()) : threshold.standard() + " " + unit;
  }
}
