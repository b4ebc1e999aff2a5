package dev.kioto.console.ui.fake;

import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.Wait;
import dev.kioto.console.api.WaitCycle;
import dev.kioto.console.api.WaitForPage;
import dev.kioto.console.api.WakeEdge;
import dev.kioto.console.api.WakePage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Invented waits, with a deadlock among them, and wakes.
final class FakeGraphs {
  private static final TaskRef CART = new TaskRef("14", "cart.lock");
  private static final TaskRef STOCK = new TaskRef("29", "stock.lock");
  private static final TaskRef BATCH = new TaskRef("44", "order.batch");

  private FakeGraphs() {}

  static WaitForPage waits(boolean sick, Instant now) {
    var waits = new ArrayList<Wait>();
    if (sick) {
      waits.add(wait(CART, "op1", "7", "Mutex", "Cart.java:31", STOCK, now, 312));
      waits.add(wait(STOCK, "op2", "8", "Mutex", "Stock.java:12", CART, now, 311));
      for (int i = 0; i < 40; i++) {
        waits.add(wait(new TaskRef("" + (100 + i), "checkout.request"), "op3" + i, "7", "Mutex", "Cart.java:31", STOCK,
            now, 200 - i));
      }
    }
    waits.add(wait(BATCH, "op4", "9", "Semaphore", "Pool.java:140", new TaskRef("4", "db.connection"), now, 1));
    waits.add(
        wait(new TaskRef("51", "report"), "op5", "9", "Semaphore", "Pool.java:140", new TaskRef("19", "db.connection"),
            now, 1));
    var cycle = new WaitCycle(List.of(new WaitCycle.Link(CART, "op1", "7", "Mutex", STOCK),
        new WaitCycle.Link(STOCK, "op2", "8", "Mutex", CART)), true, now.minusSeconds(311), 42);
    return new WaitForPage(waits, waits.size(), sick ? List.of(cycle) : List.of(), null, null, now);
  }

  private static Wait wait(TaskRef task, String operation, String resource, String type, String place, TaskRef owner,
      Instant now, long seconds) {
    return new Wait(task, operation, type + "::lock", resource, type, place, List.of(owner), 1,
        now.minusSeconds(seconds), seconds * 1_000_000_000L);
  }

  static WakePage wakes(Instant now) {
    var accept = new TaskRef("1", "http.accept");
    var mailer = new TaskRef("8", "order.mailer");
    var wakes = List.of(new WakeEdge(null, accept, 10_441, now), new WakeEdge(accept, CART, 4_007, now),
        new WakeEdge(accept, STOCK, 3_950, now), new WakeEdge(CART, mailer, 812, now),
        new WakeEdge(STOCK, mailer, 640, now), new WakeEdge(mailer, mailer, 96, now),
        new WakeEdge(null, BATCH, 61, now), new WakeEdge(BATCH, mailer, 7, now));
    return new WakePage(wakes, 12, 12, 0, null, now);
  }
}
