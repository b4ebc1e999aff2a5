package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WaitCycleTest {

  private final ResourceModel model = new ResourceModel(new ResourceBounds(Duration.ofHours(1), 10, 500_000, 500_000));
  private final List<ResourceDescription> resources = new ArrayList<>();
  private final List<ResourceStats> stats = new ArrayList<>();
  private final List<OperationDescription> operations = new ArrayList<>();
  private final List<OperationStats> progress = new ArrayList<>();
  private long lastOperation;

  @Test
  void twoTasks_thatHoldWhatTheOtherWants_areACertainCircle() {
    resource(1, "Mutex", 10);
    resource(2, "Mutex", 20);
    wait(10, 2, 500);
    wait(20, 1, 900);

    assertThat(cycles()).singleElement().satisfies(cycle -> {
      assertThat(cycle.certain()).isTrue();
      assertThat(cycle.links()).extracting(WaitCycle.Link::task).containsExactly(10L, 20L);
      assertThat(cycle.links()).extracting(WaitCycle.Link::owner).containsExactly(20L, 10L);
      assertThat(cycle.closedAt()).isEqualTo(900);
      assertThat(cycle.blockedTasks()).isEqualTo(2);
    });
  }

  @Test
  void taskThatWaitsForItsOwnLock_isACircleOfOne() {
    resource(1, "Mutex", 10);
    wait(10, 1, 0);

    assertThat(cycles()).singleElement()
        .satisfies(cycle -> assertThat(cycle.links()).extracting(WaitCycle.Link::task).containsExactly(10L));
  }

  @Test
  void tasksBehindACircle_areBlockedByIt_andNoPartOfIt() {
    resource(1, "Mutex", 10);
    resource(2, "Mutex", 20);
    resource(3, "Mutex", 30);
    wait(10, 2, 0);
    wait(20, 1, 0);
    wait(30, 1, 0);
    wait(40, 3, 0);

    assertThat(cycles()).singleElement().satisfies(cycle -> {
      assertThat(cycle.links()).hasSize(2);
      assertThat(cycle.blockedTasks()).isEqualTo(4);
    });
  }

  @Test
  void chainThatEndsAtATaskThatRuns_isNoCircle() {
    resource(1, "Mutex", 10);
    resource(2, "Mutex", 20);
    wait(20, 1, 0);
    wait(30, 2, 0);

    assertThat(cycles()).isEmpty();
  }

  @Test
  void taskThatAlsoWaitsForATimer_mayGoOn() {
    resource(1, "Mutex", 10);
    resource(2, "Mutex", 20);
    resource(3, "Sleep");
    wait(10, 2, 0);
    wait(20, 1, 0);
    wait(20, 3, 0);

    assertThat(cycles()).singleElement().satisfies(cycle -> {
      assertThat(cycle.certain()).isFalse();
      assertThat(cycle.blockedTasks()).isZero();
    });
  }

  @Test
  void permits_ofWhichOneHolderRuns_areNoCertainCircle() {
    resource(1, "Semaphore", 10, 99);
    resource(2, "Mutex", 20);
    wait(10, 2, 0);
    wait(20, 1, 0);

    assertThat(cycles()).singleElement().satisfies(cycle -> assertThat(cycle.certain()).isFalse());
  }

  @Test
  void readers_ofWhomOneIsStuck_holdBackAWriterForCertain() {
    resource(1, "RwLock", 99, 10);
    resource(2, "Mutex", 20);
    wait(10, 2, 0);
    wait(20, 1, 0);

    assertThat(cycles()).singleElement().satisfies(cycle -> assertThat(cycle.certain()).isTrue());
  }

  @Test
  void twoCircles_areBothFound_upToTheBound() {
    for (long i = 0; i < 3; i++) {
      resource(10 * i + 1, "Mutex", 100 * i + 1);
      resource(10 * i + 2, "Mutex", 100 * i + 2);
      wait(100 * i + 1, 10 * i + 2, 0);
      wait(100 * i + 2, 10 * i + 1, 0);
    }
    assertThat(cycles()).hasSize(3);
    assertThat(model.cycles(2)).hasSize(2);
  }

  @Test
  void longChain_isFollowedInLinearTime() {
    int length = 200_000; // the walk of each from the start would take hours
    for (int i = 1; i <= length; i++) {
      resource(i, "Mutex", i);
      wait(i == length ? 1 : i + 1, i, 0);
    }
    assertThat(cycles()).singleElement().satisfies(cycle -> assertThat(cycle.links()).hasSize(length));
  }

  private List<WaitCycle> cycles() {
    model.apply(new ResourceUpdate(1000, resources, stats, operations, progress, 0, true));
    return model.cycles(100);
  }

  private void resource(long id, String type, long... owners) {
    resources.add(new ResourceDescription(id, type, "sync", 1, 0, false, null));
    stats.add(new ResourceStats(id, 0, TaskRecord.ABSENT, List.of(),
        new ResourceStats.Holders(owners, new long[0], 0, 0, 0), new ResourceStats.Totals(0, 0, 0, 0)));
  }

  private void wait(long task, long resource, long since) {
    operations.add(new OperationDescription(++lastOperation, resource, 0, "lock"));
    progress.add(
        new OperationStats(lastOperation, task, since, TaskRecord.ABSENT, 1, true, false, since, List.of()));
  }
}
