package dev.kioto.task;

import dev.kioto.future.Future;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that belongs to a computation and not to a thread: bound around a future, it is there in each poll of that
/// future, on whatever worker, and nowhere else.
///
/// ```java
/// static final TaskLocal<String> REQUEST = TaskLocal.named("request");
///
/// Task.spawn(REQUEST.scope("r-17", handle(connection)));          // a future task: bound in its polls
/// Task.spawn(() -> REQUEST.syncScope("r-18", () -> serve(socket))); // a direct task: bound across its suspensions
/// Task.builder().carry(REQUEST).spawn(() -> audit());             // what the caller has bound now
/// ```
///
/// A binding is never changed: a scope inside another hides the outer value until it ends, however it ends. A task that is
/// spawned does not inherit: it is given bindings by [Spawner#carry] or [Spawner#where]. Nor does a virtual thread that a
/// direct task starts.
///
/// It is a [ScopedValue] that knows futures and has a name: all that is said there of its cost, its inheritance by
/// structured concurrency and the rest holds here. A program that has scoped values already can give those to its tasks, by
/// [Spawner#carry(ScopedValue...)]. Tokio's `task_local!`.
///
/// Any thread. Made once, and kept in a `static final` field.
///
/// @param <T> the type of the value
public final class TaskLocal<T extends @Nullable Object> {
  private final String name;
  private final ScopedValue<T> key = ScopedValue.newInstance();
  private final Supplier<NoSuchElementException> unbound = this::unbound;

  private TaskLocal(String name) {
    this.name = name;
  }

  /// A new one that is bound nowhere.
  ///
  /// @param name for people: it is in the message of [#get] where there is no value
  public static <T extends @Nullable Object> TaskLocal<T> named(String name) {
    return new TaskLocal<>(Objects.requireNonNull(name, "name"));
  }

  /// A future that does what `future` does with this local bound to `value`: when it is polled, awaited or dropped. Nothing is
  /// bound until then.
  public <R extends @Nullable Object> Future<R> scope(T value, Future<R> future) {
    return new BoundFuture<>(ScopedValue.where(key, value), Objects.requireNonNull(future, "future"));
  }

  /// Runs code with this local bound to `value`, on the calling thread. In a direct task it stays bound while the code is
  /// suspended, and is bound when it continues on another worker. Futures that the code makes and does not await know nothing
  /// of it. Code that waits on the thread of a `blockOn` of a current-thread runtime lends its binding to the future tasks that
  /// the thread polls meanwhile: bind it around a future there, by [#scope].
  ///
  /// @return what the code returned
  /// @throws E what the code threw
  public <R extends @Nullable Object, E extends Throwable> R syncScope(
      T value, ScopedValue.CallableOp<? extends R, E> code) throws E {
    return ScopedValue.where(key, value).<R, E>call(code);
  }

  /// Runs code that returns nothing with this local bound to `value`; see the other.
  public void syncScope(T value, Runnable code) {
    ScopedValue.where(key, value).run(code);
  }

  /// The value that is bound where the caller is.
  ///
  /// @throws NoSuchElementException when there is none; the message names this local
  public T get() {
    return key.orElseThrow(unbound);
  }

  /// The value that is bound where the caller is; empty when there is none, and when it is null.
  public Optional<T> tryGet() {
    return key.isBound() ? Optional.ofNullable(key.get()) : Optional.empty();
  }

  /// What `function` makes of the value that is bound where the caller is.
  ///
  /// @throws NoSuchElementException when there is none; the message names this local
  public <R extends @Nullable Object> R with(Function<? super T, ? extends R> function) {
    return function.apply(get());
  }

  /// Whether a value is bound where the caller is.
  public boolean isBound() {
    return key.isBound();
  }

  ScopedValue<T> key() {
    return key;
  }

  private NoSuchElementException unbound() {
    return new NoSuchElementException("task-local '" + name + "' is not bound here, on thread '"
        + Thread.currentThread().getName() + "': run the future or the code in a scope of it, and give it to spawned"
        + " tasks by Spawner.carry or Spawner.where");
  }

  @Override
  public String toString() {
    return "TaskLocal '" + name + "'";
  }
}
