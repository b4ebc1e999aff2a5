package dev.kioto.resource;

import dev.kioto.probe.ResourceKind;
import java.util.function.BiConsumer;

/// A type of resource: one constant in each class of them.
///
/// @param <S> the class
/// @param name as its users know it: `Mutex`
/// @param describer writes down how a resource of the type is. Called by any thread at any time, also while others use the
///     resource: it reads fields as they are, takes no lock that is held for long, and changes nothing
public record ResourceType<S>(String name, ResourceKind kind, BiConsumer<S, Attributes> describer) {

  /// @param describer must not capture the resource, which it would keep alive
  public static <S> ResourceType<S> of(String name, ResourceKind kind, BiConsumer<S, Attributes> describer) {
    return new ResourceType<>(name, kind, describer);
  }
}
