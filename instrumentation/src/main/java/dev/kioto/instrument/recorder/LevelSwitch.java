package dev.kioto.instrument.recorder;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The level in force. Any thread sets it, every producer looks at it.
final class LevelSwitch {
  private static final VarHandle LEVEL = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "level",
      VarHandle.class, LevelSwitch.class, RecordLevel.class);

  // Written release; read opaque by producers, who need no other data with it, and acquire by all others.
  @SuppressWarnings("UnusedVariable") // by VarHandle
  private RecordLevel level;

  LevelSwitch(RecordLevel level) {
    this.level = level;
  }

  RecordLevel get() {
    return (RecordLevel) LEVEL.getAcquire(this);
  }

  void set(RecordLevel wanted) {
    LEVEL.setRelease(this, wanted);
  }

  boolean tracesScheduler() {
    return (RecordLevel) LEVEL.getOpaque(this) == RecordLevel.TRACE;
  }
}
