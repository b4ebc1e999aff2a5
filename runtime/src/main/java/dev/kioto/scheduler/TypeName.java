package dev.kioto.scheduler;

/// What to call the code of a task.
public final class TypeName {
  private static final ClassValue<String> NAMES = new ClassValue<>() {
    @Override
    protected String computeValue(Class<?> code) {
      String name = code.getName();
      int address = name.indexOf('/');
      return address < 0 ? name : name.substring(0, address);
    }
  };

  private TypeName() {}

  /// The class name, without the address that the JVM adds to that of a lambda; that of what is wrapped for a [Wrapper].
  public static String of(Object code) {
    Object named = code;
    while (named instanceof Wrapper wrapper) {
      named = wrapper.wrapped();
    }
    return of(named.getClass());
  }

  static String of(Class<?> code) {
    return NAMES.get(code);
  }
}
