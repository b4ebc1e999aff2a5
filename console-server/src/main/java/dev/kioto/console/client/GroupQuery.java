package dev.kioto.console.client;

/// Which groups of a target's tasks to ask for.
///
/// @param by what tasks of a group have in common: `location`, `name`, `kind`, `state`, `target` or `field.NAME`
/// @param filter which tasks, in the filter language; empty lets every task through
/// @param sort a group's field (`key`, `tasks`, `busy`, `scheduled`, `polls`, `wakes`, ...), with `-` before it for
///     descending order
/// @param limit how many groups at most, 1 to 1000
public record GroupQuery(String by, String filter, String sort, int limit) {

  /// The hundred places at which most tasks were spawned.
  public static final GroupQuery DEFAULT = new GroupQuery("location", "", "-tasks", 100);
}
