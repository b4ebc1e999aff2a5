package dev.kioto.console.lab;

import java.util.List;

/// How the programs are started that the lab needs.
public interface LabPrograms {

  /// The command line of a demo.
  ///
  /// @param arguments its name and options
  List<String> demo(List<String> arguments);

  /// The options of a JVM that put a program's virtual threads on Kioto's scheduler and let consoles attach.
  List<String> agent();

  /// The command line of a program that ends with status 0 when the system properties `kioto.*` that follow are settings that
  /// there are and can be had, and else says on its output what is wrong.
  ///
  /// @param properties `-Dkioto.NAME=VALUE` each
  List<String> settingsCheck(List<String> properties);

  /// The command line of a program that prints each setting that there is, a line each: name, default, what is a right value, and
  /// what it does, with a tab between.
  List<String> settingsList();

  /// The command line of a program that ends with status 0 and prints nothing when a demo can be started so, and else says what
  /// is wrong in its first line.
  ///
  /// @param arguments its name and options
  List<String> demoCheck(List<String> arguments);

  /// The command line of a program that prints each demo that there is, a line each: its name, two blanks, and what it is.
  List<String> demoList();
}
