package dev.kioto.console.ui.window;

import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The keyboard of the window, as in tokio-console. Keys that are typed into a text field are the field's.
final class Keys {
  private static final long TWICE_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  private final Scene scene;
  private final ConsoleViewModel model;
  private final HelpOverlay help;
  private final Runnable focusView;
  private final Runnable focusFilter;
  private long lastG;
  private boolean pendingG;

  /// @param focusView gives the keyboard to the view that is shown
  /// @param focusFilter gives it to that view's filter
  Keys(Scene scene, ConsoleViewModel model, HelpOverlay help, Runnable focusView, Runnable focusFilter) {
    this.scene = scene;
    this.model = model;
    this.help = help;
    this.focusView = focusView;
    this.focusFilter = focusFilter;
  }

  void install() {
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    scene.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
  }

  private void pressed(KeyEvent event) {
    if (help.isShown()) {
      if (event.getCode() == KeyCode.ESCAPE) {
        help.hide();
        event.consume();
      }
      return;
    }
    var focus = scene.getFocusOwner();
    if (focus instanceof TextInputControl || event.isControlDown() || event.isAltDown() || event.isMetaDown()) {
      if (focus instanceof TextInputControl && event.getCode() == KeyCode.ESCAPE) {
        focusView.run();
      }
      return;
    }
    boolean onButton = focus instanceof ButtonBase;
    boolean known = switch (event.getCode()) {
      case UP -> move(-1);
      case DOWN -> move(1);
      case PAGE_UP -> onTasks() && move(-model.tasks().page());
      case PAGE_DOWN -> onTasks() && move(model.tasks().page());
      case HOME -> onTasks() && done(model.tasks()::first);
      case END -> onTasks() && done(model.tasks()::last);
      case ENTER -> !onButton && done(model::open);
      case ESCAPE -> done(model::back);
      case SPACE -> !onButton && done(model.tasks()::togglePause);
      default -> false;
    };
    if (known) {
      event.consume();
    }
  }

  private void typed(KeyEvent event) {
    if (scene.getFocusOwner() instanceof TextInputControl || event.isControlDown() || event.isAltDown()
        || event.isMetaDown()) {
      return;
    }
    if (help.isShown()) {
      if (event.getCharacter().equals("?")) {
        help.hide();
        event.consume();
      }
      return;
    }
    boolean secondG = pendingG && System.nanoTime() - lastG < TWICE_NANOS;
    pendingG = false;
    boolean known = switch (event.getCharacter()) {
      case "j" -> move(1);
      case "k" -> move(-1);
      case "g" -> onTasks() && (secondG ? done(model.tasks()::first) : done(this::rememberG));
      case "G" -> onTasks() && done(model.tasks()::last);
      case "i" -> done(model::invertOrder);
      case "o" -> go(View.OVERVIEW);
      case "t" -> go(View.TASKS);
      case "d" -> go(View.DIAGNOSES);
      case "r" -> go(View.RESOURCES);
      case "w" -> go(View.WORKERS);
      case "v" -> go(View.GRAPHS);
      case "/" -> done(focusFilter);
      case "?" -> done(help::show);
      default -> false;
    };
    if (known) {
      event.consume();
    }
  }

  private void rememberG() {
    pendingG = true;
    lastG = System.nanoTime();
  }

  private boolean onTasks() {
    return model.view().get() == View.TASKS;
  }

  private boolean go(View view) {
    model.view().set(view);
    focusView.run();
    return true;
  }

  private boolean move(int places) {
    model.move(places);
    return true;
  }

  private static boolean done(Runnable action) {
    action.run();
    return true;
  }
}
