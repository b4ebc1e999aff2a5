package dev.kioto.console.collector;

import dev.kioto.console.model.Incident;
import dev.kioto.console.model.IncidentUpdate;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns what Kioto's own protocol says of incidents into the model's news. It trusts nothing: lists and texts are cut, what makes no
/// sense is left out and counted.
final class KiotoIncidents {

  private static final int MOST_INCIDENTS = 1024; // a message
  private static final int MOST_FRAMES = 256;
  private static final int MOST_TASKS = 64;

  private final Texts texts;
  private final Oddities oddities;

  KiotoIncidents(Oddities oddities) {
    this.texts = new Texts(oddities);
    this.oddities = oddities;
  }

  IncidentUpdate decode(IncidentsUpdate update) {
    var incidents = new ArrayList<Incident>();
    for (var wire : update.getIncidentsList()) {
      var kind = kind(wire.getKind());
      if (kind == null || wire.getId() == 0 || incidents.size() == MOST_INCIDENTS) {
        oddities.leftOut.increment();
      } else {
        incidents.add(incident(kind, wire));
      }
    }
    return new IncidentUpdate(Instants.nanos(update.getNow()), List.copyOf(incidents),
        Instants.count(update.getDroppedIncidents()), Instants.nanos(update.getLongPoll()),
        Instants.nanos(update.getPeriod()), Instants.nanos(update.getHeldUp()));
  }

  private Incident incident(Incident.Kind kind, dev.kioto.proto.console.v1.Incident wire) {
    long length = Instants.nanos(wire.getLength());
    double crowded = wire.getCrowded();
    return new Incident(wire.getId(), kind, wire.getRuntimeId(), wire.hasWorker() ? wire.getWorker() : -1,
        wire.getTaskId(), Instants.nanos(wire.getAt()), length, wire.getOngoing(),
        Math.min(length, Instants.nanos(wire.getOwn())), Math.min(length, Instants.nanos(wire.getStopped())),
        frames(wire), texts.cut(wire.getStack().getExplanation()), Instants.count(wire.getCount()),
        Double.isNaN(crowded) ? 0 : Math.clamp(crowded, 0, 1), tasks(wire.getTasksList()), wire.getResourceId(),
        texts.cut(wire.getText()));
  }

  private List<Incident.Frame> frames(dev.kioto.proto.console.v1.Incident wire) {
    var told = wire.getStack().getFramesList();
    if (told.size() > MOST_FRAMES) oddities.leftOut.add(told.size() - MOST_FRAMES);
    return told.stream().limit(MOST_FRAMES).map(this::frame).toList();
  }

  private Incident.Frame frame(Frame wire) {
    return new Incident.Frame(texts.label(wire.getClassName()), texts.label(wire.getMethod()),
        texts.labelOrNull(wire.getFile()), wire.getLine() == 0 ? null : Instants.count(wire.getLine()),
        texts.labelOrNull(wire.getModule()));
  }

  private List<Long> tasks(List<Long> told) {
    if (told.size() > MOST_TASKS) oddities.leftOut.add(told.size() - MOST_TASKS);
    return told.stream().limit(MOST_TASKS).toList();
  }

  private static Incident.@Nullable Kind kind(dev.kioto.proto.console.v1.Incident.Kind wire) {
    return switch (wire) {
      case LONG_POLL -> Incident.Kind.LONG_POLL;
      case LATE_TIMER -> Incident.Kind.LATE_TIMER;
      case DRIVER_STALL -> Incident.Kind.DRIVER_STALL;
      case PINNED -> Incident.Kind.PINNED;
      case FAILED_UNJOINED -> Incident.Kind.FAILED_UNJOINED;
      case CANCEL_STUCK -> Incident.Kind.CANCEL_STUCK;
      case BLOCK_IN_PLACE_WITH_LOCK -> Incident.Kind.BLOCK_IN_PLACE_WITH_LOCK;
      case BUDGET_EXHAUSTED -> Incident.Kind.BUDGET_EXHAUSTED;
      case KIND_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }
}
