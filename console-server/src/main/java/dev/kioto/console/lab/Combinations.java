package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Arm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Every combination of what is varied.
final class Combinations {

  /// Who schedules a program's virtual threads: `kioto` or `jdk`. No setting of the runtime, and varied like one.
  static final String SCHEDULER = "scheduler";
  /// Options of the JVM, as one text. Likewise.
  static final String JVM_OPTIONS = "jvm-options";
  /// Changes nothing: two copies of the same settings show what chance does.
  static final String COPY = "copy";
  /// The one setting of Kioto's that the JDK's scheduler has, too.
  static final String WORKERS = "worker-threads";

  private Combinations() {}

  static Map<String, String> merged(@Nullable Map<String, String> fixed, Map<String, String> varied) {
    var all = new LinkedHashMap<String, String>();
    if (fixed != null) all.putAll(fixed);
    all.putAll(varied);
    return all;
  }

  /// The combinations, the last setting varied first. Those that are the same to the JDK's scheduler, which knows none of the other
  /// settings, are one.
  static List<Map<String, String>> of(Map<String, List<String>> vary) {
    List<Map<String, String>> all = List.of(Map.of());
    for (var setting : vary.entrySet()) {
      var next = new ArrayList<Map<String, String>>();
      for (var before : all) {
        for (var value : setting.getValue()) {
          var longer = new LinkedHashMap<>(before);
          longer.put(setting.getKey(), value);
          next.add(longer);
        }
      }
      all = next;
    }
    return List.copyOf(new LinkedHashSet<>(all.stream().map(Combinations::effective).toList()));
  }

  private static Map<String, String> effective(Map<String, String> settings) {
    if (!"jdk".equals(settings.get(SCHEDULER))) return settings;
    var known = new LinkedHashMap<>(settings);
    known.keySet().removeIf(name -> !name.equals(SCHEDULER) && !name.equals(WORKERS) && !name.equals(JVM_OPTIONS)
        && !name.equals(COPY));
    return known;
  }

  /// Gives each its letter.
  ///
  /// @param baseline the settings of the baseline, or a part of them; null for the first combination
  static List<Arm> arms(List<Map<String, String>> combinations, @Nullable Map<String, String> baseline) {
    int chosen = baseline == null ? 0 : place(combinations, baseline);
    var arms = new ArrayList<Arm>();
    for (int i = 0; i < combinations.size(); i++) {
      var settings = combinations.get(i);
      arms.add(new Arm(Plan.letters().get(i), label(settings), settings, i == chosen));
    }
    return arms;
  }

  /// Where the first combination is that has all of some settings; -1 when none has.
  static int place(List<Map<String, String>> combinations, Map<String, String> wanted) {
    for (int i = 0; i < combinations.size(); i++) {
      if (combinations.get(i).entrySet().containsAll(wanted.entrySet())) return i;
    }
    return -1;
  }

  static String label(Map<String, String> settings) {
    if (settings.isEmpty()) return "as it is";
    return settings.entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(", "));
  }
}
