package dev.kioto.runtime;

import dev.kioto.scheduler.SchedulerOptions;
import dev.kioto.scheduler.Setting;
import dev.kioto.scheduler.SettingTable;
import java.util.Set;
import java.util.TreeSet;

/// Reads options from system properties, and refuses what it cannot read: a setting that is silently ignored would be
/// measured as if it had been made.
final class Settings {
  private static final String PREFIX = "kioto.";

  private Settings() {}

  /// Every option, at its default or as a system property says.
  static SchedulerOptions options() {
    var options = new SchedulerOptions();
    for (var setting : SettingTable.all()) {
      String key = PREFIX + setting.name();
      String value = System.getProperty(key);
      if (value != null) {
        setting.read("system property " + key, value, options);
      }
    }
    return options;
  }

  /// Refuses properties that look like settings and are none.
  ///
  /// @throws IllegalArgumentException naming one, and what there is
  static void refuseUnknown() {
    var known = known();
    for (var name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
      if (name.startsWith(PREFIX) && !isOfTheConsole(name) && !known.contains(name)) {
        throw new IllegalArgumentException("there is no setting " + name + ", which is '" + System.getProperty(name)
            + "': there are " + String.join(", ", known));
      }
    }
  }

  private static boolean isOfTheConsole(String name) {
    return name.equals("kioto.console") || name.startsWith("kioto.console.");
  }

  /// The properties that are settings, in order.
  static Set<String> known() {
    var names = new TreeSet<String>();
    SettingTable.all().stream().map(Setting::name).forEach(name -> names.add(PREFIX + name));
    return names;
  }
}
