package dev.kioto.console.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Adds seconds up to minutes and minutes to hours, and forgets what is old. Of the writer's thread.
///
/// The wall clock may jump. What was added up ahead of it is added up again when it gets there; and as it is not known then what
/// is old, nothing is forgotten until the clock has gone on for an hour without a jump.
final class Rollup {

  static final long MINUTE = 60;
  static final long HOUR = 3600;
  private static final long LATEST_SAMPLE = 5; // seconds that a sample may be late
  private static final long LONGEST_PAUSE = HOUR; // between two looks at the clock: else it jumped, or the machine slept

  private final StoreSettings settings;
  private long minutesUntil = Long.MIN_VALUE; // what comes before is in the table of minutes
  private long hoursUntil = Long.MIN_VALUE;
  private long lastRun = Long.MIN_VALUE; // by the wall clock
  private long distrustedUntil = Long.MIN_VALUE;

  Rollup(StoreSettings settings) {
    this.settings = settings;
  }

  /// Finds out what an earlier life has added up, as far as the clock has come.
  void resume(Connection connection, long nowSeconds) throws SQLException {
    minutesUntil = until(connection, "series_minute", "series_second", MINUTE, nowSeconds - LATEST_SAMPLE);
    hoursUntil = until(connection, "series_hour", "series_minute", HOUR, minutesUntil);
  }

  private static long until(Connection connection, String coarse, String fine, long step, long now)
      throws SQLException {
    // The last that is there is added up again: where the clock jumped it may have been when that was not over.
    var sql = "SELECT coalesce((SELECT max(moment) FROM " + coarse + " WHERE moment + " + step
        + " <= ?), (SELECT min(moment) // " + step + " * " + step + " FROM " + fine + "))";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, now);
      try (var rows = statement.executeQuery()) {
        if (!rows.next()) return Long.MIN_VALUE;
        long until = rows.getLong(1);
        return rows.wasNull() ? Long.MIN_VALUE : until;
      }
    }
  }

  /// Adds up what is complete.
  void run(Connection connection, long nowSeconds) throws SQLException {
    watchClock(nowSeconds);
    boolean isAhead = minutesUntil > nowSeconds || hoursUntil > nowSeconds;
    if (isAhead || minutesUntil == Long.MIN_VALUE) resume(connection, nowSeconds);
    minutesUntil = add(connection, "series_second", "series_minute", minutesUntil, nowSeconds - LATEST_SAMPLE, MINUTE);
    if (hoursUntil == Long.MIN_VALUE) resume(connection, nowSeconds);
    hoursUntil = add(connection, "series_minute", "series_hour", hoursUntil, minutesUntil, HOUR);
  }

  private void watchClock(long nowSeconds) {
    boolean jumped = lastRun != Long.MIN_VALUE && (nowSeconds < lastRun || nowSeconds - lastRun > LONGEST_PAUSE);
    if (jumped || distrustedUntil > nowSeconds + HOUR) distrustedUntil = nowSeconds + HOUR;
    lastRun = nowSeconds;
  }

  // What is there already was added up before the clock went back: it is in what is added up now.
  private static long add(Connection connection, String from, String to, long since, long now, long step)
      throws SQLException {
    long until = now == Long.MIN_VALUE ? since : Math.floorDiv(now, step) * step;
    if (since == Long.MIN_VALUE || until <= since) return since;
    var wholes = " FROM " + from + " WHERE moment >= ? AND moment < ?";
    change(connection, "DELETE FROM " + to + " WHERE moment >= ? AND moment < ? AND (target, series, moment) IN "
        + "(SELECT (target, series, moment // " + step + " * " + step + ")" + wholes + ")", since, until, since, until);
    change(connection, "INSERT INTO " + to + " SELECT target, series, moment // " + step + " * " + step
        + " AS whole, sum(total), min(least), max(largest), CAST(sum(n) AS BIGINT)" + wholes
        + " GROUP BY target, series, whole", since, until);
    return until;
  }

  private static void change(Connection connection, String sql, long... parameters) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) statement.setLong(i + 1, parameters[i]);
      statement.executeUpdate();
    }
  }

  /// Forgets what is older than it may be.
  void expire(Connection connection, long nowSeconds) throws SQLException {
    if (nowSeconds < distrustedUntil) return;
    // Not what is still to be added up.
    delete(connection, "series_second", "moment", Math.min(nowSeconds - settings.seconds().toSeconds(), minutesUntil));
    delete(connection, "series_minute", "moment", Math.min(nowSeconds - settings.minutes().toSeconds(), hoursUntil));
    delete(connection, "series_hour", "moment", nowSeconds - settings.hours().toSeconds());
    long tasks = (nowSeconds - settings.tasks().toSeconds()) * 1_000_000_000L;
    delete(connection, "ended_tasks", "dropped_at", tasks);
    delete(connection, "diagnoses", "raised_at", tasks);
  }

  /// Forgets the oldest fifth of everything that is kept for its detail.
  static void shrink(Connection connection) throws SQLException {
    for (var table : List.of("series_second", "series_minute")) shrink(connection, table, "moment");
    shrink(connection, "ended_tasks", "dropped_at");
    shrink(connection, "diagnoses", "raised_at");
  }

  private static void shrink(Connection connection, String table, String column) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM " + table + " WHERE " + column + " <= (SELECT quantile_disc(" + column
          + ", 0.2) FROM " + table + ")");
    }
  }

  private static void delete(Connection connection, String table, String column, long before) throws SQLException {
    if (before == Long.MIN_VALUE) return;
    try (var statement = connection.prepareStatement("DELETE FROM " + table + " WHERE " + column + " < ?")) {
      statement.setLong(1, before);
      statement.executeUpdate();
    }
  }

  /// Before which second minutes are added up.
  long minutesUntil() {
    return minutesUntil;
  }

  /// Before which second hours are added up.
  long hoursUntil() {
    return hoursUntil;
  }
}
