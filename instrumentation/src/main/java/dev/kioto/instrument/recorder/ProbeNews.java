package dev.kioto.instrument.recorder;

import dev.kioto.probe.StackSample;
import dev.kioto.probe.TaskView;

/// Takes what a runtime tells its probe of what goes wrong, which no event is kept of. Called by any thread of the program: it must
/// be quick, take no lock and not throw. Instants are readings of the recorder's clock.
public interface ProbeNews {
  /// Nobody.
  ProbeNews NONE = new ProbeNews() {
    @Override
    public void taskPinned(long runtime, int worker, long task, long sinceNanos, StackSample stack) {}

    @Override
    public void timersLate(long runtime, int timers, long lateNanos, long firedAt) {}

    @Override
    public void cancelRequested(TaskView task, long at) {}

    @Override
    public void failureUnjoined(long runtime, long task, Throwable failure, long failedAt) {}
  };

  /// See [dev.kioto.probe.Probe#taskPinned].
  void taskPinned(long runtime, int worker, long task, long sinceNanos, StackSample stack);

  /// See [dev.kioto.probe.Probe#timersLate].
  ///
  /// @param firedAt when they fired
  void timersLate(long runtime, int timers, long lateNanos, long firedAt);

  /// See [dev.kioto.probe.Probe#cancelRequested].
  ///
  /// @param at when it was told
  void cancelRequested(TaskView task, long at);

  /// See [dev.kioto.probe.Probe#failureUnjoined].
  void failureUnjoined(long runtime, long task, Throwable failure, long failedAt);
}
