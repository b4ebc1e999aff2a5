package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.instrument.FakeTask;
import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.ThreadProbe;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is learnt by asking.
@Timeout(60)
final class ReconcilerTest {
  private static final long SECOND = 1_000_000_000;
  private static final int MANY = 3 * Reconciler.LOOKS;

  private final AtomicLong time = new AtomicLong(1000);
  private final Recorder recorder = new Recorder(1024, time::get);
  private final Aggregator aggregator = new Aggregator(recorder, Duration.ofSeconds(60), 5);
  private final ThreadProbe probe = recorder.openThread("test");
  private final TestRuntime runtime = new TestRuntime();

  @BeforeEach
  void start() {
    recorder.runtimeStarted(runtime);
  }

  private void raise() {
    recorder.setLevel(RecordLevel.OFF);
    aggregator.pass();
    recorder.setLevel(RecordLevel.TASKS);
  }

  /// Passes with a second between them, so that asking is never too soon.
  private void passes(int number) {
    for (int i = 0; i < number; i++) {
      time.addAndGet(SECOND);
      aggregator.pass();
    }
  }

  private void poll(long id) {
    probe.pollStarted(id, 0, false);
    probe.pollEnded(id, 1);
  }

  private static TaskSnapshot task(Subscription subscription, long id) {
    return subscription.next(1000).tasks().stream().map(Change::of).filter(t -> t.info().id() == id).findFirst()
        .orElseThrow();
  }

  private Subscription subscribe() {
    return Objects.requireNonNull(aggregator.subscribe());
  }

  @Test
  void raised_manyTasks_areLearntSomeThousandAtATime() {
    runtime.tasks.addAll(LongStream.rangeClosed(1, MANY).mapToObj(FakeTask::new).toList());
    raise();

    aggregator.pass();
    assertThat(aggregator.counts().tasks()).isPositive().isLessThanOrEqualTo(Reconciler.LOOKS);
    for (int i = 0; i < 10; i++) {
      aggregator.pass();
    }

    assertThat(aggregator.counts().tasks()).isEqualTo(MANY);
    assertThat(runtime.asked).hasValue(1);
  }

  @Test
  void raised_taskThatEndsBeforeItsTurn_isNoLoss() {
    var tasks = LongStream.rangeClosed(1, MANY).mapToObj(FakeTask::new).toList();
    runtime.tasks.addAll(tasks);
    raise();
    aggregator.pass();
    poll(MANY);
    tasks.getLast().phase(TaskPhase.ENDED);
    probe.taskEnded(MANY, TaskOutcome.COMPLETED);
    passes(30);

    assertThat(aggregator.counts().tasks()).isEqualTo(MANY - 1);
    assertThat(aggregator.counts().lostEvents()).isZero();
  }

  @Test
  void loweredAgain_whileThereIsMoreToLookAt_knowsNothing() {
    runtime.tasks.addAll(LongStream.rangeClosed(1, MANY).mapToObj(FakeTask::new).toList());
    raise();
    aggregator.pass();
    recorder.setLevel(RecordLevel.COUNTS);
    passes(3);

    assertThat(aggregator.counts().tasks()).isZero();
  }

  @Test
  void raised_operationThatTheListDidNotHaveYet_isLearntWithoutAnEvent() {
    raise();
    aggregator.pass();
    var operation = new TestOperation(5, 2, 8);
    operation.waiting = true;
    runtime.resources.add(new TestResource(2));
    runtime.operations.add(operation);
    passes(2);

    assertThat(subscribe().next(100).operations()).singleElement()
        .satisfies(change -> assertThat(change.of().isWaiting()).isTrue());
    passes(10);
    assertThat(runtime.asked).as("rounds after a raise").hasValue(2);
  }

  @Test
  void pollThatRuns_ofATaskThatWasNotToldOf_isReasonToAskForIt() {
    recorder.setLevel(RecordLevel.COUNTS);
    aggregator.pass();
    probe.pollStarted(7, 0, false);
    recorder.setLevel(RecordLevel.TASKS);
    passes(2);
    runtime.tasks.add(new FakeTask(7).phase(TaskPhase.RUNNING));
    var subscription = subscribe();
    passes(3);

    assertThat(task(subscription, 7).polls()).isEqualTo(1);
    assertThat(aggregator.counts().lostEvents()).isZero();
  }

  @Test
  void pollThatRuns_ofATaskThatNobodyKnows_isAskedForOnceAndForgotten() {
    probe.pollStarted(7, 0, false);
    passes(20);
    assertThat(runtime.asked.get()).isLessThanOrEqualTo(2);
    assertThat(aggregator.counts().lostEvents()).isZero();

    probe.pollEnded(7, 0);
    passes(5);

    assertThat(aggregator.counts().tasks()).isZero();
    assertThat(aggregator.counts().lostEvents()).isEqualTo(1);
  }

  @Test
  void operation_onAResourceThatNobodyKnows_isNoReasonToAskForEver() {
    var operation = new TestOperation(5, 2, 8);
    operation.waiting = true;
    probe.operationStarted(operation);
    probe.operationPolled(5, false);
    passes(20);
    assertThat(runtime.asked.get()).isLessThanOrEqualTo(2);

    runtime.resources.add(new TestResource(2));
    poll(9);
    passes(5);
    assertThat(subscribe().next(100).operations()).as("learnt beside something else").hasSize(1);
  }

  @Test
  void placeholderOfAResource_isGoneWithItsLastOperation() {
    var operation = new TestOperation(5, 2, 8);
    probe.operationStarted(operation);
    passes(10);
    probe.operationEnded(5, false);
    passes(10);

    assertThat(aggregator.counts().resources()).isZero();
    assertThat(aggregator.counts().operations()).isZero();
  }

  @Test
  void operation_thatIsOver_isNotLearntAgain() {
    var operation = new TestOperation(5, 2, 8);
    operation.waiting = true;
    operation.over = true;
    runtime.resources.add(new TestResource(2));
    runtime.operations.add(operation);
    raise();
    passes(3);

    assertThat(aggregator.counts().resources()).isEqualTo(1);
    assertThat(aggregator.counts().operations()).isZero();
  }

  @Test
  void task_askedBeforeItsPollIsHere_hasTheWakersThatItTook() {
    var subscription = subscribe();
    var known = new FakeTask(1).phase(TaskPhase.IDLE);
    runtime.tasks.add(known);
    raise();
    passes(3);
    assertThat(task(subscription, 1).wakerClones()).isEqualTo(1);
    probe.pollStarted(1, 0, false);
    probe.pollEnded(1, 2);

    assertThat(task(subscription, 1).wakerClones()).isEqualTo(2);
  }

  @Test
  void spawn_thatComesAfterTheTaskWasFound_wasNotLost() {
    var task = new FakeTask(1).spawnedAt(500);
    runtime.tasks.add(task);
    raise();
    aggregator.pass();
    assertThat(aggregator.counts().foundSpawns()).isEqualTo(1);
    probe.taskSpawned(task);
    passes(3);

    assertThat(aggregator.counts().foundSpawns()).isZero();
    assertThat(aggregator.counts().tasks()).isEqualTo(1);
  }

  @Test
  void change_toldInADrainThatFails_isNotMissed() {
    raise();
    runtime.tasks.add(new FakeTask(2));
    probe.taskSpawned(new FakeTask(1) {
      @Override
      public String typeName() {
        throw new IllegalStateException("no name");
      }
    });
    assertThatThrownBy(aggregator::pass).hasMessage("no name");
    passes(3);

    assertThat(aggregator.counts().tasks()).isEqualTo(1);
  }

  @Test
  void runtime_thatCannotBeAsked_isAskedAgainLater() {
    raise();
    var broken = new TestRuntime();
    broken.tasks.add(new FakeTask(1) {
      @Override
      public TaskPhase phase() {
        throw new IllegalStateException("no phase");
      }
    });
    broken.tasks.add(new FakeTask(2));
    recorder.runtimeStarted(broken);
    assertThatThrownBy(aggregator::pass).hasMessage("no phase");
    passes(1);

    assertThat(aggregator.counts().tasks()).as("the others are learnt").isEqualTo(1);
  }
}
