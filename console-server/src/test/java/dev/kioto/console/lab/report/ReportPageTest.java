package dev.kioto.console.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Comparison.ArmDistribution;
import dev.kioto.console.api.lab.Comparison.ArmValues;
import dev.kioto.console.api.lab.Comparison.PercentileBand;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.api.lab.Measure;
import dev.kioto.console.json.ApiJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReportPageTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:42:07Z");
  private static final String DATA = "<script type=\"application/json\" id=\"data\">";

  @Test
  void page_isWhole_andCarriesAllThatWasMeasured() throws JsonProcessingException {
    var page = page("ping-pong", "lifo-slot=off", List.of());

    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n").contains("<title>ping-pong</title>");
    assertThat(withoutLibrary(page)).doesNotContain("{{");
    var content = ApiJson.mapper().readValue(data(page), ReportPage.Content.class);
    assertThat(content).isEqualTo(content("ping-pong", "lifo-slot=off", List.of()));
  }

  @Test
  void page_asksNobodyForAnything() {
    var page = withoutLibrary(page("ping-pong", "lifo-slot=off", List.of()));

    assertThat(page).contains("default-src 'none'")
        .doesNotContainPattern("https?:|//[a-z]+\\.|src=|href|url\\(|@import|fetch\\(|XMLHttpRequest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"</script><script>alert(1)</script>", "<!--<script>", "{{library}}{{data}}", "$1\\u003c\\",
      "<img src=x onerror=alert(1)>", "\u2028&lt;\"'`"})
  void hostileText_wherever_staysText(String hostile) throws JsonProcessingException {
    var usual = page("name", "label", List.of("line"));

    var page = page(hostile, hostile, List.of(hostile));

    assertThat(occurrences(page, "<script")).isEqualTo(occurrences(usual, "<script"));
    assertThat(occurrences(page, "</script")).isEqualTo(occurrences(usual, "</script"));
    assertThat(withoutLibrary(page)).doesNotContain("<!--<script", "<img");
    var content = ApiJson.mapper().readValue(data(page), ReportPage.Content.class);
    assertThat(content).isEqualTo(content(hostile, hostile, List.of(hostile)));
  }

  @Test
  void experimentWithoutRuns_hasAPage() {
    var spec = new ExperimentSpec(null, null, null, null, null, null, null, null, null, null);
    var experiment = new Experiment("7", spec, Experiment.State.RUNNING, null, NOW, List.of(), List.of(), List.of(),
        60, null);
    var nothing = new Comparison(List.of(), 0, 0.95, List.of(), List.of(), List.of(), List.of(), List.of());

    assertThat(ReportPage.of(experiment, List.of(), nothing)).contains("<title>7</title>");
  }

  private static String page(String name, String label, List<String> lastLines) {
    var content = content(name, label, lastLines);
    return ReportPage.of(content.experiment(), content.runs(), content.comparison());
  }

  private static ReportPage.Content content(String name, String label, List<String> lastLines) {
    var spec = new ExperimentSpec(name, null, null, Map.of("lifo-slot", List.of("on", "off")), null, null, "3s", "10s",
        8,
        "tasks");
    var arms = List.of(new Arm("A", "lifo-slot=on", Map.of("lifo-slot", "on"), true),
        new Arm("B", label, Map.of("lifo-slot", "off"), false));
    var experiment = new Experiment("7", spec, Experiment.State.FINISHED, null, NOW, arms, List.of("1-A", "1-B"),
        List.of(new Experiment.RunInfo("1-A", "A", 1, null), new Experiment.RunInfo("1-B", "B", 1, label)), 60, null);
    var distribution = new LabRun.Distribution(Map.of("p50", 1000.0), List.of(new LabRun.Bucket(900, 1100, 5)));
    var runs = List.of(
        new LabRun("1-A", 1, "A", null, NOW, NOW, 10, new LabRun.MachineNote(2, 0.2, 2.1, 2_400),
            Map.of("delay.p99", 1000.0), Map.of("scheduling delay", distribution),
            List.of(new LabRun.Sample(1, 5_000, 1.5, 3, List.of(0.5, 0.7))), "/tmp/1-A.kiorec", List.of(), List.of()),
        new LabRun("1-B", 1, "B", label, NOW, null, 0, null, Map.of(), Map.of(), List.of(), null, List.of(label),
            lastLines));
    var comparison = new Comparison(arms, 1, 0.95,
        List.of(new Measure("delay.p99", label, "ns", "scheduling delay", Measure.Better.LOWER)),
        List.of(new Finding("delay.p99", "B", 1000, 1500, true, 0.5, 0.4, 0.6, 8, Finding.Verdict.WORSE, label)),
        List.of(new ArmValues("delay.p99", "A", 1000, 900, 1100, Map.of(1, 1000.0))),
        List.of(new ArmDistribution("scheduling delay", "A", List.of(new PercentileBand(50, 1000, 900, 1100)),
            List.of(new LabRun.Bucket(900, 1100, 5)))),
        List.of(label));
    return new ReportPage.Content(experiment, runs, comparison);
  }

  private static String data(String page) {
    int from = page.indexOf(DATA) + DATA.length();
    return page.substring(from, page.indexOf("</script>", from));
  }

  // The library names a few addresses in comments and as names of XML, and asks for none of them.
  private static String withoutLibrary(String page) {
    int from = page.indexOf("<script>");
    return page.substring(0, from) + page.substring(page.indexOf("</script>", from));
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length;
  }
}
