package dev.kioto.console.ui.window;

import dev.kioto.console.ui.commands.Command;
import dev.kioto.console.ui.theme.Appearance;
import dev.kioto.console.ui.time.TimeViewModel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Does what an [Action] names, and lists what the command palette offers. UI thread only.
final class Actions {
  private static final double STEP = 1.6;
  private static final double NUDGE = 0.2;
  private static final long FIVE_MINUTES = 300_000_000_000L;
  private static final Pattern TASK_ID = Pattern.compile("(?:task\\s*)?#?\\s*(\\d{1,19})", Pattern.CASE_INSENSITIVE);

  private final ConsoleViewModel model;
  private final ConsoleWindow window;

  Actions(ConsoleViewModel model, ConsoleWindow window) {
    this.model = model;
    this.window = window;
  }

  void perform(Action action) {
    switch (action) {
      case OVERVIEW -> go(View.OVERVIEW);
      case TASKS -> go(View.TASKS);
      case DIAGNOSES -> go(View.DIAGNOSES);
      case RESOURCES -> go(View.RESOURCES);
      case WORKERS -> go(View.WORKERS);
      case GRAPHS -> go(View.GRAPHS);
      case LAB -> go(View.LAB);
      case NEXT_ROW -> model.move(1);
      case PREVIOUS_ROW -> model.move(-1);
      case PAGE_DOWN -> model.move(model.tasks().page());
      case PAGE_UP -> model.move(-model.tasks().page());
      case FIRST_ROW -> model.tasks().first();
      case LAST_ROW -> model.tasks().last();
      case OPEN -> model.open();
      case BACK -> model.back();
      case FILTER -> window.focusFilter();
      case GROUPS -> model.groups().by().set(model.groups().by().get().next());
      case SORT_NEXT -> model.sortStep(true);
      case SORT_PREVIOUS -> model.sortStep(false);
      case INVERT_ORDER -> model.invertOrder();
      case PAUSE -> model.time().toggle();
      case SECOND_BACK -> model.time().step(-1);
      case SECOND_ON -> model.time().step(1);
      case TEN_BACK -> model.time().step(-10);
      case TEN_ON -> model.time().step(10);
      case EARLIER -> shift(-NUDGE);
      case LATER -> shift(NUDGE);
      case CLOSER -> zoom(STEP);
      case FARTHER -> zoom(1 / STEP);
      case FIT -> fit();
      case PRESENT -> present();
      case LONG_POLL_BEFORE -> model.lanes().nextWorst(false);
      case LONG_POLL_AFTER -> model.lanes().nextWorst(true);
      case LANE_COLOUR -> model.lanes().tones().set(model.lanes().tones().get().other());
      case LAB_BASELINE -> model.lab().experiment().compareToNext();
      case LAB_MEASURE -> model.lab().experiment().nextMeasure();
      case LAB_NEW -> model.lab().write();
      case LAB_COMPARE -> model.lab().compare();
      case LAB_STOP -> model.lab().stopOrResume();
      case LAB_AGAIN -> model.lab().writeAgain();
      case LAB_DELETE -> model.lab().askToDelete();
      case LAB_REPORT -> window.saveReport();
      case COMMANDS -> window.showCommands();
      case ATTACH -> window.focusAddress();
      case OPEN_RECORDING -> window.chooseRecording();
      case RECORD -> model.recording().toggle();
      case TARGET -> {
        var target = model.targets().chosen().get();
        if (target != null) {
          model.targets().panel().toggle(target);
        }
      }
      case DETAIL -> {
        if (model.detailOpen().get()) {
          model.detailOpen().set(false);
        } else {
          model.openDetail();
        }
      }
      case READ_STACK -> model.task().refreshStack();
      case SAVE_PICTURE -> window.savePicture();
      case LARGER -> window.theme().larger();
      case SMALLER -> window.theme().smaller();
      case USUAL_SIZE -> window.theme().setScale(1);
      case THEME -> window.theme().take(window.theme().appearance().get().next());
      case HELP -> window.showHelp();
    }
  }

  /// What can be done now by its name, while something is typed: the task with that id first, then what the view can do, and the targets.
  List<Command> commands(String typed) {
    var commands = new ArrayList<Command>();
    var id = TASK_ID.matcher(typed.strip());
    if (id.matches()) {
      commands.add(new Command("task", "Open task #" + id.group(1), "", () -> model.openTask(id.group(1))));
    }
    for (var action : Action.values()) {
      if (action.group().isNamed() && action != Action.COMMANDS && action.worksIn(model.view().get())) {
        commands.add(new Command(action.group() == Action.Group.VIEWS ? "view" : "do", action.words(),
            action.keysText(), () -> perform(action)));
      }
    }
    for (var target : model.targets().targets()) {
      commands.add(new Command("target", "Show " + target.name() + "  " + target.address(), "",
          () -> model.targets().choose(target)));
    }
    for (var appearance : Appearance.values()) {
      commands.add(new Command("do", "Theme: " + appearance.title(), "", () -> window.theme().take(appearance)));
    }
    return commands;
  }

  private void go(View view) {
    model.view().set(view);
    window.focus();
  }

  private void shift(double share) {
    switch (model.view().get()) {
      case OVERVIEW -> model.charts().move(share);
      case LAB -> model.lab().timelines().move(share);
      case WORKERS, TASKS, DIAGNOSES, RESOURCES, GRAPHS -> model.lanes().move(share);
    }
  }

  private void zoom(double factor) {
    switch (model.view().get()) {
      case OVERVIEW -> model.charts().zoom(factor, model.charts().live().get() ? 1 : 0.5);
      case WORKERS -> model.lanes().zoom(factor, model.lanes().live().get() ? 1 : 0.5);
      case GRAPHS -> window.graphs().zoom(factor);
      case LAB -> model.lab().timelines().zoom(factor, 0.5);
      case TASKS, DIAGNOSES, RESOURCES -> {
      }
    }
  }

  private void fit() {
    switch (model.view().get()) {
      case OVERVIEW -> model.charts().last(FIVE_MINUTES);
      case WORKERS -> model.lanes().fit();
      case GRAPHS -> window.graphs().fit();
      case LAB -> model.lab().timelines().fit();
      case TASKS, DIAGNOSES, RESOURCES -> {
      }
    }
  }

  private void present() {
    if (model.time().mode().get() == TimeViewModel.Mode.PAST) {
      model.time().goLive();
    }
    if (model.view().get() == View.OVERVIEW) {
      model.charts().last(model.charts().axis().get().length());
    } else {
      model.lanes().goLive();
    }
  }
}
