package dev.kioto.console.testing;

import dev.kioto.console.lab.LabPrograms;
import java.util.List;

/// Programs for a lab that cost nothing: the demos `sleeper` and `scheduler`, which are never ready, the demo `failing`, which ends at once, and one
/// setting, `lifo-slot`, that can be anything but `maybe`.
public final class StandInPrograms implements LabPrograms {

  @Override
  public List<String> demo(List<String> arguments) {
    return arguments.getFirst().equals("failing")
        ? List.of("sh", "-c", "echo no luck beside $(ls | wc -l) files; exit 4")
        : List.of("sleep", "60");
  }

  @Override
  public List<String> agent() {
    return List.of();
  }

  @Override
  public List<String> settingsCheck(List<String> properties) {
    return List.of("sh", "-c", """
        for one in "$@"; do
          [ "$one" != -Dkioto.lifo-slot=maybe ] || { echo "kioto.lifo-slot must be on or off, but is 'maybe'"; exit 2; }
        done""", "check", String.join(" ", properties));
  }

  @Override
  public List<String> settingsList() {
    return List.of("printf", "lifo-slot\\ton\\ton or off\\tRun next what the task woke last.\\n");
  }

  @Override
  public List<String> demoCheck(List<String> arguments) {
    return List.of("sh", "-c", """
        case "$1" in
          sleeper|failing|scheduler) ;;
          *) echo "there is no demo '$1': write one of sleeper, failing"; exit 2 ;;
        esac""", "check", arguments.getFirst());
  }

  @Override
  public List<String> demoList() {
    return List.of("printf", "sleeper  Sleeps (--size: beds, 1)\\nfailing  Fails\\n");
  }
}
