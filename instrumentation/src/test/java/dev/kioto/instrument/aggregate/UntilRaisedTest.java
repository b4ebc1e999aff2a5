package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.instrument.recorder.EventSink;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.ThreadSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class UntilRaisedTest {
  private final List<String> told = new ArrayList<>();
  private final AtomicReference<RecordLevel> level = new AtomicReference<>(RecordLevel.COUNTS);
  private final EventSink sink = new UntilRaised(new EventSink() {
    @Override
    public void source(ThreadSource thread) {
      told.add("source " + thread.index());
    }

    @Override
    public void woken(long taskId, long wakerTaskId, long atNanos) {
      told.add("wake " + taskId);
    }

    @Override
    public void levelChanged(RecordLevel changed, long atNanos) {
      told.add("level " + changed);
    }
  }, level::get);

  @Test
  void event_belowTasks_isNobodys() {
    sink.source(new ThreadSource(3, "worker", 30));
    sink.woken(1, 0, 10);

    assertThat(told).isEmpty();
  }

  @Test
  void event_afterARaiseInTheMiddleOfADrain_isTakenWithItsThread() {
    sink.source(new ThreadSource(3, "worker", 30));
    sink.woken(1, 0, 10);
    level.set(RecordLevel.TASKS);
    sink.woken(2, 0, 20);
    sink.woken(3, 0, 30);

    assertThat(told).containsExactly("source 3", "wake 2", "wake 3");
  }

  @Test
  void change_isAlwaysTold() {
    sink.levelChanged(RecordLevel.TASKS, 10);

    assertThat(told).containsExactly("level TASKS");
  }
}
