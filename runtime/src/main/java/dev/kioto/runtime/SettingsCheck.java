package dev.kioto.runtime;

import dev.kioto.scheduler.SettingTable;

/// A program that says whether the system properties `kioto.*` are settings that there are and can be had: ends with status 0, or
/// with 2 and what is wrong as its last line. Tools ask it before they start another program with them. With `--list` it says which there
/// are, a line each: name, default, what is a right value, and what it does, with a tab between.
final class SettingsCheck {
  private static final int REFUSED = 2;

  private SettingsCheck() {}

  public static void main(String[] arguments) {
    if (arguments.length == 1 && arguments[0].equals("--list")) {
      for (var setting : SettingTable.all()) {
        System.out.println(String.join("\t", setting.name(), setting.defaultText(), setting.wanted(),
            setting.description()));
      }
      return;
    }
    try {
      Settings.refuseUnknown();
      Runtime.builder().build().close();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(REFUSED);
    }
  }
}
