package dev.kioto.console.ui.fake;

import dev.kioto.console.api.Attribute;
import dev.kioto.console.api.Operation;
import dev.kioto.console.api.OperationPage;
import dev.kioto.console.api.Resource;
import dev.kioto.console.api.ResourcePage;
import dev.kioto.console.api.TaskRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Invented resources: a lock that everybody wants, and others.
final class FakeResources {
  private FakeResources() {}

  static ResourcePage page(String filter, String state, Instant now) {
    var all = new ArrayList<Resource>();
    all.add(resource("7", "Mutex", "sync", "Cart.java:31", now, List.of(new Attribute("locked", "true", null)),
        List.of(new TaskRef("14", "cart.lock")), List.of(new TaskRef("29", "cart.lock"), new TaskRef("44", "cart.lock"),
            new TaskRef("59", "checkout.request"), new TaskRef("74", "")),
        41_207, 311, 92_400_000_000L, 2_100_000_000L));
    all.add(resource("9", "Semaphore", "sync", "Pool.java:140", now,
        List.of(new Attribute("permits", "0", null), new Attribute("capacity", "20", null)),
        List.of(new TaskRef("4", "db.connection"), new TaskRef("19", "db.connection")), List.of(), 903_112, 12_004,
        41_000_000_000L, 88_000_000L));
    all.add(resource("12", "mpsc channel", "sync", "Mailer.java:40", now,
        List.of(new Attribute("length", "3", null), new Attribute("capacity", "64", null)), List.of(),
        List.of(new TaskRef("8", "order.mailer")), 88_310, 88_307, 2_000_000_000_000L, 1_200_000_000L));
    all.add(resource("13", "Sleep", "timer", "Sweeper.java:31", now, List.of(new Attribute("duration", "1000", "ms")),
        List.of(), List.of(new TaskRef("5", "session.sweeper")), 1, 0, 0, 0));
    all.add(resource("15", "TcpListener", "io", "Server.java:52", now,
        List.of(new Attribute("address", "127.0.0.1:8080", null)), List.of(), List.of(new TaskRef("1", "http.accept")),
        10_441, 10_441, 800_000_000_000L, 3_000_000_000L));
    all.removeIf(resource -> !(filter.startsWith("id:") ? resource.id().equals(filter.substring(3))
        : resource.type().contains(filter)) || (state.equals("held") && resource.owners().isEmpty())
        || (state.equals("waited") && resource.waiters().isEmpty()));
    return new ResourcePage(all, 5, all.size(), 0, null, now);
  }

  static OperationPage operations(String task, Instant now) {
    var ref = new TaskRef(task, "");
    var all = List.of(
        new Operation("op-1", "9", "Semaphore", null, ref, "Semaphore::acquire", now.minusSeconds(40), null,
            40_000_000_000L,
            2, false, false, now, List.of()),
        new Operation("op-2", "7", "Mutex", null, ref, "Mutex::lock", now.minusMillis(3_120), null, 3_120_000_000L, 4,
            true,
            false, now, List.of()));
    return new OperationPage(all, all.size(), all.size(), null, now);
  }

  private static Resource resource(String id, String type, String kind, String location, Instant now,
      List<Attribute> attributes, List<TaskRef> owners, List<TaskRef> waiters, long operations, long waits,
      long waitNanos,
      long longest) {
    return new Resource(id, type, kind, "1", null, false, location, now.minusSeconds(3_600), null, attributes, true,
        owners,
        owners.size(), waiters, waiters.size(), 0, operations, waits, waitNanos, longest);
  }
}
