package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.scheduler.SchedulerOptions;
import dev.kioto.scheduler.Setting;
import dev.kioto.scheduler.SettingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
  private static final String MISSPELLED = "kioto.worker-thread";

  @AfterEach
  void forget() {
    System.clearProperty(MISSPELLED);
  }

  @Test
  void tableOfThePage_saysWhatTheSettingsSay() throws IOException {
    var page = Files.readString(Path.of("..", "docs", "runtime.md"));
    var written = Pattern.compile("^\\| .* \\| (.*) \\| `kioto\\.([a-z-]+)` \\| (.*) \\| (.*) \\|$", Pattern.MULTILINE)
        .matcher(page).results()
        .map(row -> row.group(2) + " | " + row.group(1) + " | " + row.group(3) + " | " + row.group(4)).toList();

    assertThat(written).hasSizeGreaterThan(15);
    assertThat(SettingTable.all().stream().map(SettingsTest::row)).containsExactlyElementsOf(written);
  }

  private static String row(Setting<?> setting) {
    return setting.name() + " | " + setting.defaultText() + " | " + setting.description() + " | "
        + switch (setting.change()) {
          case NEVER -> "no";
          case ALWAYS -> "yes";
          case WITH_WORKERS -> "with workers";
        };
  }

  @Test
  void descriptions_areSentences() {
    assertThat(SettingTable.all()).extracting(Setting::description).allMatch(text -> text.matches("[0-9A-Z].*\\."));
  }

  @Test
  void defaults_areReadAsTheyAreWritten() {
    for (var setting : SettingTable.all()) {
      var options = new SchedulerOptions();
      String text = setting.text(options);
      setting.read("x", text, options);
      assertThat(setting.text(options)).as(setting.name()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"flavor | current-thread | current-thread", "flavor | Current-Thread | current-thread",
          "worker-threads | ' 7 ' | 7", "lifo-slot | NO | off", "lifo-slot | 1 | on",
          "spin-before-park | 0 | 0", "spin-before-park | 1500us | 1500us", "spin-before-park | 2000us | 2ms",
          "spin-before-park | 3µs | 3us", "spin-before-park | 2.5 | 2500ms", "spin-before-park | PT0.000000001S | 1ns",
          "thread-keep-alive | 90s | 90s", "thread-keep-alive | 120 | 2m", "thread-keep-alive | 2h | 2h",
          "thread-keep-alive | 1e-3 | 1ms", "thread-keep-alive | PT9999999999S | PT2777777H46M39S",
          "rng-seed | 42 | 42", "rng-seed | random | random", "spawn-locations | on | on",
          "spawn-locations | false | off", "spawn-locations | when-observed | when-observed",
          "global-queue-interval | 5 | 5", "global-queue-interval | default | default",
          "unhandled-panic | shutdown-runtime | shutdown-runtime",
          "metrics-poll-time-histogram-configuration | linear,50us,3 | linear,50us,3",
          "metrics-poll-time-histogram-configuration | linear,5e-5,3 | linear,50us,3"})
  void values_areWrittenInOneWay(String name, String given, String written) {
    var options = new SchedulerOptions();
    var setting = named(name);
    setting.read("x", given, options);
    assertThat(setting.text(options)).isEqualTo(written);
    setting.read("x", written, options);
    assertThat(setting.text(options)).isEqualTo(written);
  }

  private static Setting<?> named(String name) {
    return SettingTable.all().stream().filter(setting -> setting.name().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"log", "log,1us,1s,0.5", "log,1ns,10s,0.001", "log,100us,101us,0.9"})
  void logarithmicBuckets_areReadAsTheyAreWritten(String given) {
    var first = new SchedulerOptions();
    var second = new SchedulerOptions();
    var setting = named("metrics-schedule-latency-histogram-configuration");
    setting.read("x", given, first);
    setting.read("x", setting.text(first), second);
    assertThat(second.scheduleLatencyBuckets).isEqualTo(first.scheduleLatencyBuckets);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"worker-threads | four | a whole number", "worker-threads | 99999999999 | a whole number",
          "lifo-slot | maybe | on or off", "flavor | local | one of multi-thread, current-thread",
          "spin-before-park | soon | a duration as 10ms, seconds (2.5) or an ISO-8601 duration (PT2.5S)",
          "spin-before-park | 5f | a duration as 10ms", "spin-before-park | NaN | a duration as 10ms",
          "spin-before-park | 999999999999999999h | a duration as 10ms", "spin-before-park | P | a duration as 10ms",
          "global-queue-interval | 0 | 1 or more, or default", "rng-seed | dice | a whole number, or random",
          "spawn-locations | never | on or off, or when-observed", "unhandled-panic | panic | one of ignore, report",
          "metrics-poll-time-histogram-configuration | linear,0,3 | log, or log,MIN,MAX,ERROR"})
  void wrongValues_areRefusedByWhatWouldBeRight(String name, String given, String wanted) {
    assertThatThrownBy(() -> named(name).read("setting " + name, given, new SchedulerOptions()))
        .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("setting " + name + " must be " + wanted)
        .hasMessageEndingWith(", but is '" + given + "'");
  }

  @Test
  void propertyThatIsNoSetting_isRefusedByName() {
    var _ = Settings.options();
    Settings.refuseUnknown();
    System.setProperty(MISSPELLED, "4");

    assertThatThrownBy(Settings::refuseUnknown).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no setting " + MISSPELLED + ", which is '4'")
        .hasMessageContaining("kioto.worker-threads");
  }
}
