package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Attribute;
import dev.kioto.console.api.Resource;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.BlockingPoolState;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.RuntimeState;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.Setting;
import dev.kioto.proto.console.v1.WakeEdge;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a target tells beside its tasks, through collector, web API and client.
@Timeout(60)
final class RunResourcesTest {

  private static ConsoleServer server;
  private static ConsoleClient client;
  private static FakeTarget kioto;
  private static FakeTarget tokio;
  private static String id;
  private static String rust;

  @BeforeAll
  static void start() throws Exception {
    kioto = FakeTarget.kioto(
        Wire.description("run-1", Capability.RUNTIMES, Capability.WORKERS, Capability.RESOURCES, Capability.WAKES),
        Wire.update(60_000).metadata().task(1, "left", Wire.stats(0)).task(2, "right", Wire.stats(0))
            .child(3, "child", 1, Wire.stats(1)).child(4, "child", 1, Wire.stats(2)).build());
    kioto.setRuntimes(runtimes());
    kioto.setWorkers(WorkersUpdate.newBuilder().setNow(Wire.at(60_000))
        .addWorkers(Worker.newBuilder().setRuntimeId(1).setPolls(5))
        .addWorkers(Worker.newBuilder().setRuntimeId(1).setIndex(1).setPolls(-1)).build());
    kioto.setResources(ResourcesUpdate.newBuilder().setNow(Wire.at(60_000))
        .addResources(Wire.mutex(11, 1, 2)).addResources(Wire.mutex(12, 2, 1)).addResources(Wire.mutex(13, 77))
        .addResources(Wire.mutex(14, 1).setEndedAt(Wire.at(59_000)))
        .addOperations(Wire.waiting(101, 12, 1, 20_000)).addOperations(Wire.waiting(102, 11, 2, 30_000))
        .addOperations(Wire.waiting(103, 99, 3, 40_000))
        .addOperations(Wire.waiting(104, 11, 3, 5).setIsWaiting(false).setEndedAt(Wire.at(500)).setIsReady(true))
        .build());
    kioto.setWakes(WakesUpdate.newBuilder().setNow(Wire.at(60_000)).setUncountedWakes(8)
        .addEdges(WakeEdge.newBuilder().setSlot(0).setFromTask(1).setToTask(2).setWakes(40).setLastAt(Wire.at(9)))
        .addEdges(WakeEdge.newBuilder().setSlot(1).setToTask(1).setWakes(50))
        .addEdges(WakeEdge.newBuilder().setSlot(2).setFromTask(2).setToTask(2).setWakes(60)).build());
    tokio = FakeTarget.tokio(Wire.update(60_000).metadata().task(1, "rusty", Wire.stats(0)).resource(5, "Semaphore")
        .operation(6, 5, 1).build());
    server = ConsoleServer.builder().port(0).start();
    client = ConsoleClient.of(server.uri());
    id = client.attach(kioto.address()).id();
    rust = client.attach(tokio.address()).id();
    await().untilAsserted(() -> assertThat(client.resources(id, ListQuery.DEFAULT).total()).isEqualTo(4));
    await().untilAsserted(() -> assertThat(client.wakes(id, ListQuery.DEFAULT).total()).isEqualTo(3));
    await().untilAsserted(() -> assertThat(client.runtimes(id, ListQuery.DEFAULT).runtimes()).hasSize(1));
    await().untilAsserted(() -> assertThat(client.resources(rust, ListQuery.DEFAULT).total()).isEqualTo(1));
  }

  private static RuntimesUpdate runtimes() {
    return RuntimesUpdate.newBuilder().setNow(Wire.at(60_000)).addRuntimes(RuntimeState.newBuilder().setId(1)
        .setName("main").setFlavor("multi-thread").setAliveTasks(4).setSpawnedTasks(9)
        .setBlockingPool(BlockingPoolState.newBuilder().setThreads(2).setMaxThreads(512))
        .addSettings(Setting.newBuilder().setName("event-interval").setValue("61").setCanChange(true))).build();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
    kioto.close();
    tokio.close();
  }

  @Test
  void resources_areListedWithOwnersAndWaitersByName() {
    var page = client.resources(id, ListQuery.DEFAULT.withSort("-waiters"));

    assertThat(page.matched()).as("those that are there").isEqualTo(3);
    assertThat(page.resources().getFirst()).satisfies(resource -> {
      assertThat(resource.id()).isEqualTo("11");
      assertThat(resource.type()).isEqualTo("Mutex");
      assertThat(resource.kind()).isEqualTo("sync");
      assertThat(resource.location()).isEqualTo("Lock.java:9");
      assertThat(resource.owners()).containsExactly(new TaskRef("1", "left"));
      assertThat(resource.waiters()).containsExactly(new TaskRef("2", "right"));
      assertThat(resource.attributes()).containsExactly(new Attribute("locked", "true", null));
      assertThat(resource.longestWaitNanos()).isEqualTo(20_000_000);
      assertThat(resource.ownersKnown()).isTrue();
    });
    assertThat(client.resource(id, "13").resource().owners()).as("a task that is forgotten")
        .containsExactly(new TaskRef("77", ""));
  }

  @ParameterizedTest
  @CsvSource({"all,4", "live,3", "waited,2", "held,4", "ended,1"})
  void resources_byState_areThoseThatAreMeant(String state, int matched) {
    assertThat(client.resources(id, ListQuery.DEFAULT.with("state", state)).matched()).isEqualTo(matched);
  }

  @Test
  void resources_ofATask_areThoseItHoldsOrWaitsFor() {
    assertThat(client.resources(id, ListQuery.DEFAULT.with("task", "2")).resources()).extracting(Resource::id)
        .containsExactly("11", "12");
  }

  @ParameterizedTest
  @CsvSource({"mutex,4", "type=Semaphore,0", "waiters>0,2", "state:ended,1", "field.locked:true id:12,1",
      "longestWait>=20ms,4",
      "not kind:sync or ended>2001-01-01T00:00:00Z,1"})
  void resources_byFilter_areThoseItLetsThrough(String filter, int matched) {
    var query = ListQuery.DEFAULT.with("state", "all").with("filter", filter);

    assertThat(client.resources(id, query).matched()).isEqualTo(matched);
  }

  @ParameterizedTest
  @CsvSource({"lock,4", "total>25s,2", "state:waiting resource:11,1", "state:ended,1", "task=3,2", "polls>1,0"})
  void operations_byFilter_areThoseItLetsThrough(String filter, int matched) {
    var query = ListQuery.DEFAULT.with("state", "all").with("filter", filter);

    assertThat(client.operations(id, query).matched()).isEqualTo(matched);
  }

  @Test
  void resources_filterNamesAFieldOfTasks_pointsAtIt() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> client.resources(id, ListQuery.DEFAULT.with("filter", "waiters>0 idle>5s")))
        .satisfies(e -> {
          assertThat(e.problem().type()).isEqualTo("urn:kioto:problem:filter-syntax");
          assertThat(e.problem().position()).isEqualTo(10);
        });
  }

  @Test
  void resources_partByPart_areAllThere() {
    var seen = new ArrayList<String>();
    String cursor = null;
    do {
      var page = client.resources(id, ListQuery.DEFAULT.with("state", "all").withLimit(1).withCursor(cursor));
      page.resources().forEach(resource -> seen.add(resource.id()));
      cursor = page.nextCursor();
    } while (cursor != null);

    assertThat(seen).containsExactly("11", "12", "13", "14");
  }

  @Test
  void operations_areListed_theLongestFirst() {
    var page = client.operations(id, ListQuery.DEFAULT.with("state", "waiting"));

    assertThat(page.total()).isEqualTo(4);
    assertThat(page.operations()).extracting("id").containsExactly("101", "102", "103");
    assertThat(page.operations().getFirst().totalNanos()).isEqualTo(40_000_000_000L);
    assertThat(page.operations().getFirst().task()).isEqualTo(new TaskRef("1", "left"));
    assertThat(page.operations().getLast().resourceType()).as("a resource that is forgotten").isNull();
    assertThat(client.taskOperations(id, "3", ListQuery.DEFAULT.with("state", "all")).operations()).extracting("id")
        .containsExactly("103", "104");
    assertThat(client.operations(id, ListQuery.DEFAULT.with("resource", "11").with("state", "ended")).operations())
        .singleElement().satisfies(operation -> assertThat(operation.ready()).isTrue());
  }

  @Test
  void waitFor_hasTheWaitsForWhatOthersHold_andTheCircle() {
    var graph = client.waitFor(id, ListQuery.DEFAULT);

    assertThat(graph.matched()).isEqualTo(2);
    assertThat(graph.waits().getFirst().task()).isEqualTo(new TaskRef("1", "left"));
    assertThat(graph.waits().getFirst().owners()).containsExactly(new TaskRef("2", "right"));
    assertThat(graph.cycles()).singleElement().satisfies(cycle -> {
      assertThat(cycle.certain()).isTrue();
      assertThat(cycle.blockedTasks()).isEqualTo(2);
      assertThat(cycle.links()).extracting("task").containsExactly(new TaskRef("1", "left"), new TaskRef("2", "right"));
    });
  }

  @Test
  void wakes_areListed_theMostFirst() {
    var page = client.wakes(id, ListQuery.DEFAULT);

    assertThat(page.uncountedWakes()).isEqualTo(8);
    assertThat(page.wakes()).extracting("wakes").containsExactly(60L, 50L, 40L);
    assertThat(page.wakes().get(1).from()).as("woken by no task").isNull();
    assertThat(client.wakes(id, ListQuery.DEFAULT.with("from", "0")).matched()).isEqualTo(1);
    assertThat(client.taskWakes(id, "1", ListQuery.DEFAULT).wakes()).extracting("wakes").containsExactly(50L, 40L);
  }

  @Test
  void children_areTheTasksThatATaskSpawned() {
    assertThat(client.children(id, "1", TaskQuery.DEFAULT).tasks()).extracting("id").containsExactly("3", "4");
    assertThat(client.children(id, "1", TaskQuery.DEFAULT.withFilter("id:4")).matched()).isEqualTo(1);
    assertThat(client.children(id, "2", TaskQuery.DEFAULT).tasks()).isEmpty();
  }

  @Test
  void runtimes_areShownWithSettings() {
    var runtime = client.runtimes(id, ListQuery.DEFAULT).runtimes().getFirst();

    assertThat(runtime.flavor()).isEqualTo("multi-thread");
    assertThat(runtime.blockingPool().maxThreads()).isEqualTo(512);
    assertThat(runtime.settings()).singleElement().satisfies(setting -> assertThat(setting.canChange()).isTrue());
  }

  @Test
  void workers_areShown_andACountThatIsTooLargeIsTheLargest() {
    var workers = client.workers(id);

    assertThat(workers.workers()).extracting("polls").containsExactly(5L, Long.MAX_VALUE);
    assertThat(workers.nextCursor()).isNull();
  }

  @Test
  void tokioProgram_hasResourcesAndOperations_andNoneOfTheRest() {
    assertThat(client.resources(rust, ListQuery.DEFAULT).resources()).singleElement().satisfies(resource -> {
      assertThat(resource.type()).isEqualTo("Semaphore");
      assertThat(resource.kind()).isEqualTo("sync");
      assertThat(resource.waiters()).containsExactly(new TaskRef("1", "rusty"));
      assertThat(resource.attributes()).containsExactly(new Attribute("permits", "3", "n"));
      assertThat(resource.ownersKnown()).isFalse();
    });
    assertThat(client.operations(rust, ListQuery.DEFAULT.with("state", "waiting")).operations()).singleElement()
        .satisfies(operation -> assertThat(operation.source()).isEqualTo("Semaphore::acquire"));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.wakes(rust, ListQuery.DEFAULT))
        .satisfies(e -> assertThat(e.problem().status()).isEqualTo(501));
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.runtimes(rust, ListQuery.DEFAULT))
        .withMessageContaining("tokio-console protocol");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock = """
          resources, state,  odd,     400, write one of
          resources, sort,   size,    400, is not a sort order
          resources, limit,  0,       400, from 1 to 1000
          resources, task,   seven,   400, is not a task
          resources, colour, red,     400, is not a parameter
          resources, cursor, rubbish, 400, is not a cursor
          wakes,     from,   -1,      400, is not a from
          workers,   cursor, rubbish, 400, is not a cursor
          wait-for,  run,    other,   404, has no run 'other'
          """)
  void request_thatCannotBeMeant_isRefused(String list, String name, String value, int status, String detail) {
    var query = ListQuery.DEFAULT;
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> {
      switch (name) {
        case "sort" -> client.resources(id, query.withSort(value));
        case "limit" -> client.resources(id, query.withLimit(Integer.parseInt(value)));
        default -> {
          switch (list) {
            case "wakes" -> client.wakes(id, query.with(name, value));
            case "wait-for" -> client.waitFor(id, query.with(name, value));
            case "workers" -> client.workers(id, query.withCursor(value));
            default -> client.resources(id, query.with(name, value));
          }
        }
      }
    }).withMessageContaining(detail).satisfies(e -> assertThat(e.problem().status()).isEqualTo(status));
  }

  @Test
  void resource_thatIsNotThere_isTold() {
    for (var unknown : new String[] {"9", "nonsense"}) {
      assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> client.resource(id, unknown))
          .withMessageContaining("has no resource '" + unknown + "'")
          .satisfies(e -> assertThat(e.problem().status()).isEqualTo(404));
    }
  }

  @Test
  void cursorOfAnotherList_isRefused() {
    var cursor = client.resources(id, ListQuery.DEFAULT.withLimit(1)).nextCursor();

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> client.resources(id, ListQuery.DEFAULT.with("state", "all").withCursor(cursor)))
        .withMessageContaining("belongs to a list with another filter");
  }
}
