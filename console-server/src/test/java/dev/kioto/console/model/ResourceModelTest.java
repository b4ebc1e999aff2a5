package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ResourceModelTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Selection<
      ResourceRecord> ALL = new Selection<>((_, _) -> true, (r, _) -> r.id(), false, null, 100);

  private final ResourceModel model = new ResourceModel(new ResourceBounds(Duration.ofSeconds(10), 3, 5, 5));

  @Test
  void resource_thatIsDescribedAndCounted_isShownAsTold() {
    model.apply(update(5 * SECOND, List.of(lock(1)), List.of(held(1, TaskRecord.ABSENT, 7, 8, 9))));

    String shown = model.find(1, (r, asOf) -> r.type() + " " + r.kind() + " " + r.location() + " " + r.owner(0) + " "
        + r.waiterCount() + " " + r.waiter(1) + " " + r.operations() + " " + r.attributes() + " " + asOf / SECOND);
    assertThat(shown).isEqualTo("Mutex sync Lock.java:3 7 2 9 20 [locked, true, ] 5");
    assertThat(model.counts().orphanStats()).isZero();
  }

  @Test
  void stats_ofNoResourceOrOperation_areCountedAndLeftOut() {
    model.apply(new ResourceUpdate(1, List.of(), List.of(held(1, TaskRecord.ABSENT, 7)), List.of(),
        List.of(waiting(3, 9, 0)), 0, true));

    assertThat(model.counts().orphanStats()).isEqualTo(2);
    assertThat(model.counts().resources()).isZero();
    assertThat(model.counts().operations()).isZero();
  }

  @Test
  void resources_beyondTheBound_areRefusedAndCounted() {
    var many = new ArrayList<ResourceDescription>();
    for (int id = 1; id <= 8; id++) many.add(lock(id));
    model.apply(update(1, many, List.of()));

    assertThat(model.counts().resources()).isEqualTo(5);
    assertThat(model.counts().refused()).isEqualTo(3);
  }

  @Test
  void endedOnes_goWithTheirRetention_andTheOldestWhenTheyAreTooMany() {
    for (int id = 1; id <= 4; id++) {
      model.apply(update(id * SECOND, List.of(lock(id)), List.of(held(id, id * SECOND, 7))));
    }
    assertThat(ids(ALL)).as("three ended ones are kept").containsExactly(2L, 3L, 4L);

    model.apply(update(13 * SECOND + 1, List.of(), List.of()));
    assertThat(ids(ALL)).as("ended no longer than ten seconds ago").containsExactly(4L);
  }

  @Test
  void id_thatEndedAndComesAgain_livesAndIsCounted() {
    model.apply(update(SECOND, List.of(lock(1)), List.of(held(1, SECOND, 7))));
    model.apply(update(2 * SECOND, List.of(lock(1)), List.of(held(1, TaskRecord.ABSENT, 8))));
    model.apply(update(60 * SECOND, List.of(), List.of()));

    assertThat(model.counts().reusedIds()).isEqualTo(1);
    Long owner = model.find(1, (resource, _) -> resource.owner(0));
    assertThat(owner).isEqualTo(8);
  }

  @Test
  void snapshot_forgetsWhatLivedAndIsNotToldAgain_onceItIsWhole() {
    model.apply(update(SECOND, List.of(lock(1), lock(2), lock(3)), List.of(held(3, SECOND, 7))));
    model
        .apply(new ResourceUpdate(SECOND, List.of(), List.of(), List.of(on(9, 1)), List.of(waiting(9, 5, 0)), 0, true));

    model.beginSnapshot();
    model.apply(new ResourceUpdate(2 * SECOND, List.of(lock(2)), List.of(), List.of(), List.of(), 0, false));
    assertThat(ids(ALL)).as("more is to come").containsExactly(1L, 2L, 3L);
    model.apply(new ResourceUpdate(2 * SECOND, List.of(), List.of(), List.of(), List.of(), 0, true));

    assertThat(ids(ALL)).as("the third had ended").containsExactly(2L, 3L);
    assertThat(model.counts().operations()).isZero();
  }

  @Test
  void programThatTellsOnlyOperations_hasWaitersAndTotalsMadeOfThem() {
    model.apply(update(0, List.of(lock(1)), List.of()));
    model.apply(new ResourceUpdate(SECOND, List.of(), List.of(), List.of(on(5, 1), on(6, 1)),
        List.of(waiting(5, 50, 0), waiting(6, 60, 0)), 0, true));
    assertThat(waitersOf(1)).containsExactly(50L, 60L);

    model.apply(new ResourceUpdate(3 * SECOND, List.of(), List.of(), List.of(), List.of(ended(5, 50, 0, 3 * SECOND)), 0,
        true));

    assertThat(waitersOf(1)).containsExactly(60L);
    String totals = model.find(1,
        (r, _) -> r.operations() + " " + r.waits() + " " + r.waitNanos() / SECOND + " " + r.tellsHolders());
    assertThat(totals).isEqualTo("2 1 3 false");
  }

  @Test
  void list_partByPart_hasEveryRowOnce() {
    var wide = new ResourceModel(new ResourceBounds(Duration.ofSeconds(10), 3, 1000, 5));
    var many = new ArrayList<ResourceDescription>();
    for (int id = 1; id <= 97; id++) many.add(lock(id));
    wide.apply(update(1, many, List.of()));

    var seen = new ArrayList<Long>();
    Selection.Place after = null;
    do {
      var part = wide.resources(new Selection<>((_, _) -> true, (r, _) -> r.id() % 5, true, after, 10),
          (r, _) -> r.id());
      assertThat(part.matched()).isEqualTo(97);
      seen.addAll(part.rows());
      after = part.next();
    } while (after != null);

    assertThat(seen).hasSize(97).doesNotHaveDuplicates();
    assertThat(seen.subList(0, 3)).as("the largest rest first, then by id").containsExactly(4L, 9L, 14L);
  }

  private List<Long> waitersOf(long resource) {
    List<Long> waiters = model.find(resource, (r, _) -> {
      var all = new ArrayList<Long>();
      for (int i = 0; i < r.waiterCount(); i++) all.add(r.waiter(i));
      return all;
    });
    return waiters == null ? List.of() : waiters;
  }

  private List<Long> ids(Selection<ResourceRecord> of) {
    return model.resources(of, (resource, _) -> resource.id()).rows();
  }

  private static ResourceUpdate update(long now, List<ResourceDescription> resources, List<ResourceStats> stats) {
    return new ResourceUpdate(now, resources, stats, List.of(), List.of(), 0, true);
  }

  private static ResourceDescription lock(long id) {
    return new ResourceDescription(id, "Mutex", "sync", 1, 0, false, "Lock.java:3");
  }

  private static ResourceStats held(long id, long endedAt, long owner, long... waiters) {
    return new ResourceStats(id, 0, endedAt, List.of("locked", "true", ""),
        new ResourceStats.Holders(new long[] {owner}, waiters, 0, 0, 0), new ResourceStats.Totals(20, 4, 9, 5));
  }

  private static OperationDescription on(long id, long resource) {
    return new OperationDescription(id, resource, 0, "Mutex::lock");
  }

  private static OperationStats waiting(long id, long task, long createdAt) {
    return new OperationStats(id, task, createdAt, TaskRecord.ABSENT, 1, true, false, createdAt, List.of());
  }

  private static OperationStats ended(long id, long task, long createdAt, long endedAt) {
    return new OperationStats(id, task, createdAt, endedAt, 2, false, true, endedAt, List.of());
  }
}
