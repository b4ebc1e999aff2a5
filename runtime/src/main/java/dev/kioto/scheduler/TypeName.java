package dev.kioto.scheduler;

/// What to call the code of a task.
public final class TypeName {
  private TypeName() {}

  /// The class name, without the address that the JVM adds to that of a lambda.
  public static String of(Object code) {
    String name = code.getClass().getName();
    int address = name.indexOf('/');
    return address < 0 ? name : name.substring(0, address);
  }
}
