package dev.kioto.probe;

import java.util.List;

/// A resource at one moment. The figures were read one after the other, while others may have used the resource.
///
/// @param attributes in an order that does not change; empty when the resource is gone
/// @param owners the tasks that hold it now, by id: one for a lock, several for permits or readers. Empty when nobody does,
///     when it is no thing to be held, or when whoever holds it got it outside a task
public record ResourceState(List<Attribute> attributes, List<Long> owners) {
  /// Of a resource that is gone, or does not tell.
  public static final ResourceState NONE = new ResourceState(List.of(), List.of());

  public ResourceState {
    attributes = List.copyOf(attributes);
    owners = List.copyOf(owners);
  }
}
