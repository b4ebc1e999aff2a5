package dev.kioto.console.diagnosis;

import dev.kioto.console.model.OperationRecord;
import dev.kioto.console.model.ResourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A lock that somebody waits for, at one moment.
///
/// @param waiters how many wait, named or not
/// @param handedOver grows when somebody who waited has had its turn
/// @param owners the tasks that hold it, as far as they are named
/// @param moreOwners how many hold it beside these
/// @param longest the task that has waited longest, by its wire id; 0 when that is not known
/// @param since when it began to wait
record Lock(long id, String type, @Nullable String site, int waiters, long handedOver, List<Long> owners,
    int moreOwners,
    boolean tellsHolders, long longest, long since) {

  private static final int MOST_OWNERS = 16;

  /// Null when it is not known since when somebody waits.
  static @Nullable Lock of(ResourceRecord lock, @Nullable OperationRecord longest) {
    if (longest == null) return null;
    var owners = new ArrayList<Long>();
    for (int i = 0; i < Math.min(MOST_OWNERS, lock.ownerCount()); i++) owners.add(lock.owner(i));
    return new Lock(lock.id(), lock.type(), lock.location(),
        lock.waiterCount() + lock.waitersLeftOut() + lock.waitingThreads(), lock.waits(), List.copyOf(owners),
        lock.ownerCount() - owners.size() + lock.ownersLeftOut(), lock.tellsHolders(), longest.taskId(),
        longest.createdAt());
  }

  /// What is wrong is told of it.
  Subject subject() {
    return new Subject(Subject.Kind.RESOURCE, Long.toUnsignedString(id), type, site);
  }

  /// How a sentence names it: `the Mutex of Till.java:12`.
  String called() {
    return "the " + type + (site == null ? " " + Long.toUnsignedString(id) : " of " + site);
  }
}
