package dev.kioto.sync;

import dev.kioto.resource.Attributes;
import dev.kioto.resource.Owner;
import dev.kioto.resource.Resource;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which tasks hold a resource that several may hold at once: known while the resource is observed. Any thread.
final class Holders {
  private static final VarHandle TASKS = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "tasks",
      VarHandle.class, Holders.class, ConcurrentHashMap.class);

  // The task that got each guard. By CAS from null, once.
  private volatile @Nullable ConcurrentHashMap<Object, Long> tasks;

  /// The calling task has got a guard.
  ///
  /// @param resource null when nobody observes
  void add(Object guard, @Nullable Resource resource) {
    if (resource == null) {
      return;
    }
    long id = Owner.current();
    if (id == 0) {
      return;
    }
    var known = tasks;
    if (known == null) {
      known = new ConcurrentHashMap<>();
      if (!TASKS.compareAndSet(this, (ConcurrentHashMap<Object, Long>) null, known)) {
        add(guard, resource);
        return;
      }
    }
    known.put(guard, id);
  }

  /// A guard is over.
  void remove(Object guard) {
    var known = tasks;
    if (known != null) {
      known.remove(guard);
    }
  }

  /// Any one of the tasks, 0 when none is known.
  long any() {
    var known = tasks;
    if (known != null) {
      for (long id : known.values()) {
        return id;
      }
    }
    return 0;
  }

  void describe(Attributes out) {
    var known = tasks;
    if (known != null) {
      known.values().stream().distinct().sorted().forEach(out::owner);
    }
  }
}
