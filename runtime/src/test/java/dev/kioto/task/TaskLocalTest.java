package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TaskLocalTest {
  private static final TaskLocal<Integer> NUMBER = TaskLocal.named("number");
  private static final TaskLocal<String> NAME = TaskLocal.named("name");
  private static final ScopedValue<String> USER = ScopedValue.newInstance();

  private final Runtime runtime = Runtime.builder().workerThreads(4).build();

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  /// Reads the local in each of a number of polls.
  private static final class Reads implements Future<List<Optional<Integer>>> {
    private final List<Optional<Integer>> seen = new ArrayList<>();
    private final int polls;

    Reads(int polls) {
      this.polls = polls;
    }

    @Override
    public Poll<List<Optional<Integer>>> poll(Context cx) {
      seen.add(NUMBER.tryGet());
      if (seen.size() == polls) {
        return Poll.ready(seen);
      }
      cx.waker().wake();
      return Poll.pending();
    }
  }

  // --- around a future ---

  @Test
  void scope_ofAFutureTask_isBoundInEachPollAndNotAfter() {
    var handle = runtime.spawn(Futures.map(NUMBER.scope(1, new Reads(10)), seen -> {
      seen.add(NUMBER.tryGet());
      return seen;
    }));

    var seen = handle.await();
    assertThat(seen.subList(0, 10)).containsOnly(Optional.of(1));
    assertThat(seen.getLast()).isEmpty();
  }

  @Test
  void scope_ofManyTasksAtOnce_givesEachItsOwn() {
    var handles = new ArrayList<JoinHandle<List<Optional<Integer>>>>();
    for (int i = 0; i < 500; i++) {
      handles.add(runtime.spawn(NUMBER.scope(i, new Reads(20))));
      handles.add(runtime.spawn(new Reads(20)));
    }

    for (int i = 0; i < 500; i++) {
      assertThat(handles.get(2 * i).await()).containsOnly(Optional.of(i));
      assertThat(handles.get(2 * i + 1).await()).containsOnly(Optional.empty());
    }
  }

  @Test
  void scope_insideAnother_hidesItAndRestoresIt() {
    var inner = NUMBER.scope(2, NAME.scope("inner", Futures.map(new Reads(3), seen -> NAME.get() + seen)));
    var outer = NUMBER.scope(1, Futures.then(inner, text -> Futures.map(new Reads(2), seen -> text + seen)));

    assertThat(runtime.spawn(outer).await())
        .isEqualTo("inner[Optional[2], Optional[2], Optional[2]][Optional[1], Optional[1]]");
  }

  @Test
  void scope_whosePollThrows_isOverAfterIt() {
    var polled = HandPolled.of(NUMBER.scope(1, Futures.failed(new IllegalStateException("odd"))));

    assertThatThrownBy(polled::poll).hasMessage("odd");
    assertThat(NUMBER.isBound()).isFalse();
  }

  @Test
  void scope_ofAFutureThatIsDropped_isBoundInTheDrop() throws InterruptedException {
    var seen = new AtomicReference<@Nullable Integer>();
    var polled = new CountDownLatch(1);
    var handle = runtime.spawn(NUMBER.scope(1, new Future<String>() {
      @Override
      public Poll<String> poll(Context cx) {
        polled.countDown();
        return Poll.pending();
      }

      @Override
      public void drop() {
        seen.set(NUMBER.get());
      }
    }));
    polled.await();
    handle.abort();

    assertThatThrownBy(handle::await).isInstanceOf(JoinException.class);
    assertThat(seen).hasValue(1);
  }

  @Test
  void scope_notPolled_bindsNothing() {
    var scoped = NUMBER.scope(1, new Reads(1));

    assertThat(NUMBER.isBound()).isFalse();
    assertThat(scoped.await()).containsExactly(Optional.of(1));
    assertThat(runtime.spawn(() -> NUMBER.scope(2, new Reads(5)).await()).await()).containsOnly(Optional.of(2));
  }

  @Test
  void scope_awaitedWhereTheThreadPollsOthersMeanwhile_isNotSeenByThem() {
    try (var single = Runtime.builder().currentThread().build()) {
      var seen = single.blockOn(() -> {
        var other = Task.spawn(new Reads(5));
        NUMBER.scope(1, Futures.then(new Reads(3), _ -> other)).await();
        return other.await();
      });

      assertThat(seen).containsOnly(Optional.empty());
    }
  }

  @Test
  void scope_ofATask_keepsTheNameOfItsCode() {
    assertThat(runtime.spawn(NUMBER.scope(1, new Reads(1))).task().typeName()).isEqualTo(Reads.class.getName());
    var handle = runtime.task().where(NUMBER, 1).spawn(new Reads(1));
    assertThat(handle.task().typeName()).isEqualTo(Reads.class.getName());
  }

  // --- around code ---

  @Test
  void syncScope_inADirectTask_staysAcrossSuspensionsAndWorkers() {
    var handles = new ArrayList<JoinHandle<Boolean>>();
    for (int i = 0; i < 200; i++) {
      int n = i;
      handles.add(runtime.spawn(() -> NUMBER.syncScope(n, () -> {
        boolean same = true;
        for (int round = 0; round < 20; round++) {
          Task.yieldNow().await();
          same &= NUMBER.get() == n;
        }
        return same;
      }) && !NUMBER.isBound()));
    }

    assertThat(handles).allSatisfy(handle -> assertThat(handle.await()).isTrue());
  }

  @Test
  void syncScope_nestedAndThrowing_restoresTheOuter() {
    NUMBER.syncScope(1, () -> {
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> NUMBER.syncScope(2, () -> {
        assertThat(NUMBER.get()).isEqualTo(2);
        throw new IOException("odd");
      }));
      assertThat(NUMBER.get()).isEqualTo(1);
    });
    assertThat(NUMBER.isBound()).isFalse();
  }

  @Test
  void syncScope_aroundAFutureThatIsMadeInIt_doesNotFollowIt() {
    Future<List<Optional<Integer>>> made = NUMBER.syncScope(1, () -> new Reads(1));

    assertThat(made.await()).containsExactly(Optional.empty());
  }

  // --- reading ---

  @Test
  void get_unbound_namesTheLocal() {
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(NUMBER::get)
        .withMessageContaining("task-local 'number' is not bound").withMessageContaining("Spawner.carry");
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> NUMBER.with(n -> n + 1));
    assertThat(NUMBER.tryGet()).isEmpty();
  }

  @Test
  void get_boundToNull_isNull() {
    TaskLocal<@Nullable String> local = TaskLocal.named("maybe");
    local.syncScope(null, () -> {
      assertThat(local.isBound()).isTrue();
      assertThat(local.get()).isNull();
      assertThat(local.tryGet()).isEmpty();
    });
  }

  @Test
  void with_bound_givesWhatTheFunctionMakesOfIt() {
    assertThat(NUMBER.<Integer, RuntimeException>syncScope(20, () -> NUMBER.with(n -> n + 1))).isEqualTo(21);
  }

  // --- children ---

  @Test
  void spawn_insideAScope_doesNotInherit() {
    NUMBER.syncScope(1, () -> {
      assertThat(runtime.spawn(new Reads(1)).await()).containsExactly(Optional.empty());
      assertThat(runtime.spawn(() -> NUMBER.isBound()).await()).isFalse();
      assertThat(runtime.spawnBlocking(() -> NUMBER.isBound()).await()).isFalse();
    });
  }

  @Test
  void carry_ofEachKindOfTask_givesItWhatTheSpawnerHasBound() {
    var carrying = runtime.task().carry(NUMBER).carry(USER);
    Callable<String> body = () -> {
      Task.yieldNow().await();
      return NUMBER.get() + USER.get();
    };
    var seen = ScopedValue.where(USER, "ann").call(() -> NUMBER.syncScope(1, () -> {
      assertThat(carrying.spawn(new Reads(5)).await()).containsOnly(Optional.of(1));
      var ran = new AtomicReference<@Nullable String>();
      carrying.spawn(() -> ran.set(body.call())).await();
      return List.of(carrying.spawn(body).await(), carrying.spawnBlocking(body).await(), String.valueOf(ran.get()));
    }));

    assertThat(seen).containsOnly("1ann");
  }

  @Test
  void carry_ofWhatIsNotBound_bindsNothing() {
    assertThat(runtime.task().carry(NUMBER, NAME).spawn(() -> NUMBER.isBound() || NAME.isBound()).await()).isFalse();
  }

  @Test
  void carry_isReadAtEachSpawn() {
    var carrying = runtime.task().carry(NUMBER);
    int first = NUMBER.syncScope(1, () -> carrying.spawn(NUMBER::get)).await();
    int second = NUMBER.syncScope(2, () -> carrying.spawn(NUMBER::get)).await();

    assertThat(List.of(first, second)).containsExactly(1, 2);
  }

  @Test
  void carry_fromAFutureTask_readsTheBindingOfItsPoll() {
    var parent = runtime.spawn(NUMBER.scope(7, cx -> {
      cx.waker();
      return Poll.ready(Task.builder().carry(NUMBER).spawn(new Reads(3)));
    }));

    assertThat(parent.await().await()).containsOnly(Optional.of(7));
  }

  @Test
  void carry_toMembersOfAJoinSet_givesThemWhatTheOwnerHasBound() {
    runtime.spawn(() -> NUMBER.syncScope(3, () -> {
      try (var set = new JoinSet<Integer>(Task.builder().carry(NUMBER))) {
        set.spawn(NUMBER::get);
        set.spawnBlocking(NUMBER::get);
        assertThat(set.joinAll().await()).containsExactly(3, 3);
      }
    })).await();
  }

  @Test
  void where_bindsAValueOfItsOwn_andTheLaterOfTwoWins() {
    var spawner = runtime.task().where(USER, "ann").where(NUMBER, 1).where(USER, "bob").name("named");

    assertThat(spawner.spawn(() -> USER.get() + NUMBER.get()).await()).isEqualTo("bob1");
    assertThat(spawner.carry(USER).spawn(USER::get).await()).as("nothing to carry").isEqualTo("bob");
    assertThat(ScopedValue.where(USER, "eve").call(() -> spawner.carry(USER).spawn(USER::get)).await())
        .isEqualTo("eve");
    assertThat(spawner.spawn(() -> 1)).asString().contains("'named'");
  }

  @Test
  void spawn_ofNothing_isRefusedByName() {
    assertThatNullPointerException().isThrownBy(() -> runtime.spawn(TaskLocalTest.<Callable<Integer>>nothing()))
        .withMessage("body");
    assertThatNullPointerException().isThrownBy(() -> runtime.spawn(TaskLocalTest.<TaskBody>nothing()))
        .withMessage("body");
    assertThatNullPointerException().isThrownBy(() -> runtime.spawn(TaskLocalTest.<Future<Integer>>nothing()))
        .withMessage("future");
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what code that is not checked may pass
  private static <T> T nothing() {
    return null;
  }
}
