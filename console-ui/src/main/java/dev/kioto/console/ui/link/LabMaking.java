package dev.kioto.console.ui.link;

import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.LabClient;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Has the server check, begin, stop, resume and delete experiments.
final class LabMaking implements AutoCloseable {
  private static final Duration NEVER = Duration.ofDays(1);

  private final LabClient lab;
  private final Pulse.Inlet<ConsoleNews> optionsIn;
  private final Pulse.Inlet<ConsoleNews> planIn;
  private final Pulse.Inlet<ConsoleNews> begunIn;
  private final Pulse.Inlet<ConsoleNews> doneIn;
  private final Repeater plans = new Repeater("lab-plan", NEVER, this::readPlan);
  // Written by the UI thread, taken by the repeater; null when there is nothing to ask.
  private volatile @Nullable ExperimentSpec wanted;

  LabMaking(ConsoleClient client, Pulse pulse, Consumer<ConsoleNews> receiver) {
    lab = client.lab();
    optionsIn = pulse.inlet(receiver);
    planIn = pulse.inlet(receiver);
    begunIn = pulse.inlet(receiver);
    doneIn = pulse.inlet(receiver);
  }

  void start() {
    plans.start();
  }

  void plan(ExperimentSpec spec) {
    wanted = spec;
    plans.kick();
  }

  private void readPlan() {
    var spec = wanted;
    if (spec == null) {
      return;
    }
    wanted = null;
    try {
      planIn.offer(new ConsoleNews.Planned(spec, lab.plan(spec), ""));
    } catch (ConsoleClientException e) {
      planIn.offer(new ConsoleNews.Planned(spec, null, ConsoleLink.sentence(e)));
    }
  }

  // Not on the UI thread.
  void readOptions() {
    try {
      optionsIn.offer(new ConsoleNews.LabCan(lab.options(), ""));
    } catch (ConsoleClientException e) {
      optionsIn.offer(new ConsoleNews.LabCan(null, ConsoleLink.sentence(e)));
    }
  }

  // Not on the UI thread.
  void begin(ExperimentSpec spec) {
    try {
      begunIn.offer(new ConsoleNews.Begun(lab.begin(spec), ""));
    } catch (ConsoleClientException e) {
      begunIn.offer(new ConsoleNews.Begun(null, ConsoleLink.sentence(e)));
    }
  }

  // Not on the UI thread.
  void compare(CompareRequest wanted) {
    try {
      begunIn.offer(new ConsoleNews.Begun(lab.compare(wanted), ""));
    } catch (ConsoleClientException e) {
      begunIn.offer(new ConsoleNews.Begun(null, ConsoleLink.sentence(e)));
    }
  }

  // Not on the UI thread.
  void act(String id, LabDeed deed) {
    var reason = "";
    try {
      switch (deed) {
        case STOP -> lab.stop(id);
        case RESUME -> lab.resume(id);
        case DELETE -> lab.delete(id);
      }
    } catch (ConsoleClientException e) {
      reason = ConsoleLink.sentence(e);
    }
    doneIn.offer(new ConsoleNews.LabDone(id, deed, reason));
  }

  @Override
  public void close() {
    plans.close();
  }
}
