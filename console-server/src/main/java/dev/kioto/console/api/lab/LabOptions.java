package dev.kioto.console.api.lab;

import java.util.List;

/// What experiments of a server can be made of.
///
/// @param demos that can be run
/// @param settings that can be varied
/// @param commands whether the server also runs commands for whoever may act
public record LabOptions(List<DemoInfo> demos, List<SettingInfo> settings, boolean commands) {

  /// A demo.
  ///
  /// @param name as it is written: `http`, `trouble deadlock`
  /// @param look what it is, and what to look at
  public record DemoInfo(String name, String look) {
  }

  /// A setting.
  ///
  /// @param name as experiments have it: `worker-threads`
  /// @param standard its value unless told, or in words where that is no value
  /// @param wanted what is a right value: `on or off`
  /// @param description what it does
  public record SettingInfo(String name, String standard, String wanted, String description) {
  }
}
