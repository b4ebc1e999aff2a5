package dev.kioto.console.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/// Writes rows. Of the writer's thread.
final class Rows {

  private final Map<String, Integer> targets = new HashMap<>(); // by address

  /// Reads which targets there are.
  void resume(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery("SELECT id, address FROM targets")) {
      while (found.next()) targets.put(found.getString(2), found.getInt(1));
    }
  }

  void append(DuckDBConnection connection, List<Sample> samples, List<EndedTask> tasks) throws SQLException {
    for (var sample : samples) target(connection, sample.target());
    for (var task : tasks) target(connection, task.target());
    if (!samples.isEmpty()) appendSamples(connection, samples);
    if (!tasks.isEmpty()) appendTasks(connection, tasks);
  }

  private void appendSamples(DuckDBConnection connection, List<Sample> samples) throws SQLException {
    try (var appender = connection.createAppender("main", "series_second")) {
      for (var sample : samples) {
        int target = target(connection, sample.target());
        for (var entry : sample.values().entrySet()) {
          double value = entry.getValue();
          appender.beginRow();
          appender.append(target).append((short) entry.getKey().number()).append(sample.atSeconds()).append(value)
              .append(value).append(value).append(1L);
          appender.endRow();
        }
      }
    }
  }

  private void appendTasks(DuckDBConnection connection, List<EndedTask> tasks) throws SQLException {
    try (var appender = connection.createAppender("main", "ended_tasks")) {
      for (var task : tasks) {
        appender.beginRow();
        appender.append(target(connection, task.target())).append(task.runId()).append(task.id()).append(task.taskId())
            .append(task.name()).append(task.kind());
        var location = task.location();
        if (location == null) {
          appender.appendNull();
        } else {
          appender.append(location);
        }
        appender.append(task.createdAt()).append(task.droppedAt()).append(task.busyNanos())
            .append(task.scheduledNanos()).append(task.polls()).append(task.wakes()).append(task.selfWakes());
        appender.endRow();
      }
    }
  }

  void put(DuckDBConnection connection, Raised raised) throws SQLException {
    int target = target(connection, raised.target());
    try (var delete = connection.prepareStatement(
        "DELETE FROM diagnoses WHERE target = ? AND run = ? AND key = ? AND check_id = ? AND raised_at = ?")) {
      delete.setInt(1, target);
      delete.setString(2, raised.runId());
      delete.setString(3, raised.key());
      delete.setString(4, raised.check());
      delete.setLong(5, raised.raisedAt());
      delete.executeUpdate();
    }
    try (var insert = connection.prepareStatement("INSERT INTO diagnoses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setInt(1, target);
      insert.setString(2, raised.runId());
      insert.setString(3, raised.key());
      insert.setString(4, raised.check());
      insert.setString(5, raised.severity());
      insert.setLong(6, raised.raisedAt());
      insert.setObject(7, raised.clearedAt());
      insert.setString(8, raised.message());
      insert.setString(9, raised.evidence());
      insert.executeUpdate();
    }
  }

  private int target(DuckDBConnection connection, String address) throws SQLException {
    var known = targets.get(address);
    if (known != null) return known;
    int id = targets.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    try (var insert = connection.prepareStatement("INSERT INTO targets VALUES (?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, address);
      insert.executeUpdate();
    }
    targets.put(address, id);
    return id;
  }
}
