package dev.kioto.console.ui.parts;

import dev.kioto.console.api.StackFrame;
import java.util.List;

/// How frames of a stack are written, and which of them belong to the program itself.
public final class Frames {
  private static final List<String> MACHINERY = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.",
      "dev.kioto.future.", "dev.kioto.runtime.", "dev.kioto.task.", "dev.kioto.sync.", "dev.kioto.time.",
      "dev.kioto.probe.", "dev.kioto.scheduler.", "dev.kioto.driver.", "dev.kioto.instrument.");

  private Frames() {}

  /// Whether the frame is the program's own, and not the JDK's or the runtime's.
  public static boolean isOwn(StackFrame frame) {
    return MACHINERY.stream().noneMatch(frame.className()::startsWith);
  }

  /// `Checkout.reserve`: the class without its package, and the method.
  public static String shortName(StackFrame frame) {
    var name = frame.className();
    // A hidden class ends in /0x…, and a lambda's name begins with its host's.
    int hidden = name.indexOf('/');
    var visible = hidden < 0 ? name : name.substring(0, hidden);
    return visible.substring(visible.lastIndexOf('.') + 1).replace('$', '.') + '.' + frame.method();
  }

  /// `Checkout.java:131`; the module where there is no file.
  public static String place(StackFrame frame) {
    var file = frame.file();
    if (file == null) {
      var module = frame.module();
      return module == null ? "" : module;
    }
    var line = frame.line();
    return line == null ? file : file + ':' + line;
  }

  /// As a Java stack trace writes it.
  public static String full(StackFrame frame) {
    var module = frame.module();
    var place = place(frame);
    return (module == null ? "" : module + '/') + frame.className() + '.' + frame.method() + '('
        + (place.isEmpty() ? "Unknown Source" : place) + ')';
  }
}
