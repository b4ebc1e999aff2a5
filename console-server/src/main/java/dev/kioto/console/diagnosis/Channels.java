package dev.kioto.console.diagnosis;

import dev.kioto.console.model.ResourceRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the detectors of channels have in common: which channels they follow, and how they name them.
final class Channels<P extends Channels.Seen> {

  private final Map<Long, Track<P>> tracks = new HashMap<>(); // of the looking thread; by the channel's id

  /// What was seen of one channel at one look.
  interface Seen extends Track.Point {
    /// The channel.
    Subject channel();
  }

  /// Adds what is seen now, and forgets the channels that are not seen any more.
  void add(List<P> seen, long windowNanos, long steadySince) {
    var ids = new HashSet<Long>();
    for (var point : seen) {
      long id = Long.parseUnsignedLong(point.channel().id());
      ids.add(id);
      tracks.computeIfAbsent(id, _ -> new Track<>()).add(point, windowNanos, steadySince);
    }
    tracks.keySet().retainAll(ids);
  }

  /// The channels that were seen now.
  Iterable<Track<P>> all() {
    return tracks.values();
  }

  static Subject subject(ResourceRecord channel) {
    return new Subject(Subject.Kind.RESOURCE, Long.toUnsignedString(channel.id()), channel.type(), channel.location());
  }

  /// How a sentence names a channel: by the place where it was made.
  static String called(Subject channel) {
    return channel.site() == null ? "The " + channel.name() + " channel " + channel.id()
        : "The " + channel.name() + " channel of " + channel.site();
  }

  /// A task that has to do with a channel, by its id; null for none.
  static @Nullable Subject task(RunView run, long id) {
    return id == 0 ? null : run.task(id);
  }

  /// How a sentence names who receives.
  static String receiver(@Nullable Subject task) {
    return task == null ? "its receiver" : RunView.called(task);
  }
}
