package dev.kioto.scheduler;

import dev.kioto.probe.SettingView;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/// The settings of one scheduler as they are now. Any thread.
final class LiveSettings {
  /*
   * What is in `now` is never written again: a change puts a changed copy in its place. The swap releases the copy, and whoever
   * reads `now` acquires it, so that it is seen whole. A core looks once a tick whether there is another one, keeps the one that
   * it has seen in a field of its own, and reads that; so all that happens in a tick goes by the same settings.
   */
  private static final VarHandle NOW = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "now", VarHandle.class,
      LiveSettings.class, SchedulerOptions.class);

  private volatile SchedulerOptions now; // any thread, by CAS
  private final SchedulerOptions defaults = new SchedulerOptions();

  /// @param built that nobody writes any more
  LiveSettings(SchedulerOptions built, String defaultName) {
    now = built;
    defaults.name = defaultName;
  }

  SchedulerOptions now() {
    return now;
  }

  List<SettingView> views() {
    var options = now();
    return SettingTable.all().stream().map(setting -> view(setting, options)).toList();
  }

  private SettingView view(Setting<?> setting, SchedulerOptions options) {
    String value = setting.text(options);
    return new SettingView(setting.name(), value, setting.description(), setting.canChange(options),
        !value.equals(setting.text(defaults)));
  }

  /// Changes one; see [dev.kioto.probe.RuntimeView#changeSetting].
  void change(String name, String value) {
    var setting = SettingTable.named(name);
    while (true) {
      var before = now();
      refuseFixed(setting, before);
      var after = before.copy();
      setting.read("setting " + name, value, after);
      if (NOW.compareAndSet(this, before, after.checked())) {
        return;
      }
    }
  }

  private static void refuseFixed(Setting<?> setting, SchedulerOptions options) {
    if (!setting.canChange(options)) {
      String what = setting + " is " + setting.text(options);
      throw new IllegalStateException(setting.change() == Setting.Change.NEVER
          ? what
              + " for as long as the runtime lives: set it before the runtime is built, by its builder or by -Dkioto."
              + setting.name()
          : what + ", which is of no meaning for a runtime without workers");
    }
  }
}
