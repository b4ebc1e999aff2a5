package dev.kioto.console.lab;

import dev.kioto.console.api.lab.LabOptions;
import dev.kioto.console.api.lab.LabOptions.DemoInfo;
import dev.kioto.console.api.lab.LabOptions.SettingInfo;
import dev.kioto.console.lab.LabException.Kind;
import java.util.ArrayList;
import java.util.List;

/// What experiments can be made of, as the programs of the installation say it.
final class OptionList {

  private OptionList() {}

  static LabOptions of(LabPrograms programs, ProgramAnswers answers, boolean commands) throws LabException {
    var demos = lines(answers, "the list of demos", programs.demoList()).stream()
        .map(line -> line.strip().split(" {2,}", 2)).filter(parts -> parts.length == 2)
        .map(parts -> new DemoInfo(parts[0], parts[1])).toList();
    var settings = new ArrayList<>(lines(answers, "the list of settings", programs.settingsList()).stream()
        .map(line -> line.split("\t", 4)).filter(parts -> parts.length == 4)
        .map(parts -> new SettingInfo(parts[0], parts[1], parts[2], parts[3])).toList());
    if (commands) {
      settings.add(new SettingInfo(Combinations.SCHEDULER, "kioto", "kioto or jdk",
          "Whose scheduler the virtual threads of a command run on."));
      settings.add(new SettingInfo(Combinations.JVM_OPTIONS, "", "options of the JVM, as one text",
          "What the JVM is started with besides."));
    }
    settings.add(new SettingInfo(Combinations.COPY, "", "anything",
        "Nothing: it compares the other settings with themselves, and shows what chance does."));
    return new LabOptions(demos, settings, commands);
  }

  private static List<String> lines(ProgramAnswers answers, String what, List<String> command) throws LabException {
    try {
      var answer = answers.ask(what, command);
      if (answer.status() == 0) return answer.lines();
      throw new LabException(Kind.DISK, what + " could not be had: " + String.join(" ", answer.lines()));
    } catch (RunFailure e) {
      throw new LabException(Kind.DISK, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException(Kind.BUSY, "interrupted while asking for " + what, e);
    }
  }
}
