package dev.kioto.io;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A future that the probe is told of as an operation on a resource. The polling thread.
///
/// @param <T> the type of the value
public final class NamedOperation<T extends @Nullable Object> extends Operation<T> {
  private final String source;
  private final Supplier<@Nullable Resource> resource;
  private final Future<T> future;
  private final Consumer<? super T> ready;

  /// @param source what the probe calls it: `Stdin::read`
  /// @param resource asked as [Operation#resource] is
  /// @param ready told of the value
  public NamedOperation(String source, Supplier<@Nullable Resource> resource, Future<T> future,
      Consumer<? super T> ready) {
    this.source = source;
    this.resource = resource;
    this.future = future;
    this.ready = ready;
  }

  @Override
  protected String source() {
    return source;
  }

  @Override
  protected @Nullable Resource resource() {
    return resource.get();
  }

  @Override
  protected Poll<T> step(Context cx) {
    var poll = future.poll(cx);
    if (poll instanceof Poll.Ready<T>(T value)) {
      ready.accept(value);
    }
    return poll;
  }

  @Override
  protected void giveUp() {
    future.drop();
  }

  @Override
  public void describe(AwaitTrace trace) {
    future.describe(trace);
  }
}
