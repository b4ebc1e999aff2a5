package dev.kioto.demo.lab;

import dev.kioto.demo.body.Demo;
import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Stage;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Futures;
import dev.kioto.lab.Lab;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.Task;

/// Pairs of future tasks that wake each other as fast as they can, and bystanders that compute for a moment and give way: what the pairs
/// gain by a setting, the bystanders may pay.
public final class PingPongDemo implements Demo {

  private static final int BYSTANDERS = 4;
  private static final int COMPUTE_MICROS = 100;
  private static final int EVERY = 64; // counts are added up, so that counting is no work

  public PingPongDemo() {}

  @Override
  public String name() {
    return "ping-pong";
  }

  @Override
  public String look() {
    return "for the lab: pairs that wake each other as fast as they can beside 'bystander' tasks, which wait behind them or do not (--vary lifo-slot=on,off)";
  }

  @Override
  public String sizeOf() {
    return "pairs";
  }

  @Override
  public int standardSize() {
    return 2;
  }

  @Override
  public void start(Stage stage) {
    for (int i = 0; i < stage.load().size(); i++) pair(stage, i);
    for (int i = 0; i < BYSTANDERS; i++) {
      stage.runtime().task().name("bystander-" + i).spawn(Loop.forever(() -> Futures.map(Task.yieldNow(), _ -> {
        Work.compute(COMPUTE_MICROS);
        Lab.count("bystander rounds");
        return true;
      })));
    }
  }

  private static void pair(Stage stage, int number) {
    var there = Mpsc.<Integer>channel(1);
    var back = Mpsc.<Integer>channel(1);
    var trips = new int[1]; // of the task that plays alone
    stage.runtime().task().name("ping-" + number).spawn(Loop.forever(() -> Futures.then(there.sender().send(1),
        _ -> Futures.map(back.receiver().recv(), _ -> {
          if (++trips[0] % EVERY == 0) Lab.count("round trips", EVERY);
          return true;
        }))));
    stage.runtime().task().name("pong-" + number).spawn(Loop.forever(() -> Futures.then(
        there.receiver().recv(),
        _ -> back.sender().send(2))));
  }
}
