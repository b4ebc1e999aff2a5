package dev.kioto.instrument.aggregate;

import dev.kioto.probe.Attribute;
import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceState;
import dev.kioto.probe.ResourceView;
import java.util.ArrayList;
import java.util.List;

/// Reads how a resource or an operation is now, so that no answer is too large and none ends the console.
final class StateReader {
  private static final int MAX_ATTRIBUTES = 32;
  private static final int MAX_TEXT = 256;
  private static final long FIRST_FINGERPRINT = 0x243F6A8885A308D3L;

  private StateReader() {}

  static ResourceState read(ResourceView resource) {
    try {
      return resource.state();
    } catch (RuntimeException e) {
      return new ResourceState(List.of(unreadable(e)), List.of());
    }
  }

  static List<Attribute> read(OperationView operation) {
    try {
      return bounded(operation.attributes());
    } catch (RuntimeException e) {
      return List.of(unreadable(e));
    }
  }

  /// The state could not be read: a defect of the type, to be seen by whoever looks.
  private static Attribute unreadable(RuntimeException e) {
    return new Attribute("unreadable", cut(e.toString()), "");
  }

  static List<Attribute> bounded(List<Attribute> attributes) {
    if (attributes.size() <= MAX_ATTRIBUTES && attributes.stream().noneMatch(StateReader::isLong)) {
      return attributes;
    }
    var bounded = new ArrayList<Attribute>();
    for (var attribute : attributes.subList(0, Math.min(attributes.size(), MAX_ATTRIBUTES))) {
      bounded.add(isLong(attribute)
          ? new Attribute(attribute.name(), cut((String) attribute.value()), attribute.unit())
          : attribute);
    }
    return List.copyOf(bounded);
  }

  private static boolean isLong(Attribute attribute) {
    return attribute.value() instanceof String text && text.length() > MAX_TEXT;
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }

  /// Two states that differ have different fingerprints, but for one pair in some billions. Never 0.
  static long fingerprint(ResourceState state) {
    long fingerprint = FIRST_FINGERPRINT;
    for (var attribute : state.attributes()) {
      fingerprint = mix(fingerprint ^ attribute.name().hashCode());
      fingerprint = mix(
          fingerprint ^ (attribute.value() instanceof Long number ? number : attribute.value().hashCode()));
    }
    for (long owner : state.owners()) {
      fingerprint = mix(fingerprint + owner);
    }
    return fingerprint == 0 ? 1 : fingerprint;
  }

  // The finalizer of MurmurHash3.
  private static long mix(long word) {
    long mixed = (word ^ (word >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
