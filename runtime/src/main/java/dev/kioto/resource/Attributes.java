package dev.kioto.resource;

import dev.kioto.probe.Attribute;
import dev.kioto.probe.ResourceState;
import java.util.ArrayList;
import java.util.List;

/// Where a resource, or an operation, writes down how it is. One thread.
public final class Attributes {
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<Long> owners = new ArrayList<>(1);

  /// A count.
  public Attributes set(String name, long value) {
    return set(name, value, "");
  }

  /// A number of something, `ms` or `bytes` for instance.
  public Attributes set(String name, long value, String unit) {
    attributes.add(new Attribute(name, value, unit));
    return this;
  }

  public Attributes set(String name, boolean value) {
    attributes.add(new Attribute(name, value, ""));
    return this;
  }

  public Attributes set(String name, String value) {
    attributes.add(new Attribute(name, value, ""));
    return this;
  }

  /// A task that holds the resource; 0, for nobody that is known, is passed over.
  public Attributes owner(long taskId) {
    if (taskId != 0) {
      owners.add(taskId);
    }
    return this;
  }

  ResourceState state() {
    return new ResourceState(attributes, owners);
  }

  List<Attribute> attributes() {
    return List.copyOf(attributes);
  }
}
