package dev.kioto.runtime;

/// A program that says whether the system properties `kioto.*` are settings that there are and can be had: ends with status 0, or
/// with 2 and what is wrong as its last line. Tools ask it before they start another program with them.
final class SettingsCheck {
  private static final int REFUSED = 2;

  private SettingsCheck() {}

  public static void main(String[] arguments) {
    try {
      Settings.refuseUnknown();
      Runtime.builder().build().close();
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(REFUSED);
    }
  }
}
