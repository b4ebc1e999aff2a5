package dev.kioto.console.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Questions to the history. Safe for use by any thread; each is answered from one state of the database.
public final class HistoryReader {

  private static final int TIMEOUT_SECONDS = 20;

  private final Database database;
  private final long minutesUntil;
  private final long hoursUntil;

  HistoryReader(Database database, long minutesUntil, long hoursUntil) {
    this.database = database;
    this.minutesUntil = minutesUntil;
    this.hoursUntil = hoursUntil;
  }

  /// A series from one second to before another, in steps; steps of which nothing is known are left out.
  ///
  /// @param step seconds; of a minute or more what was added up is read, of an hour or more what was added up twice
  /// @param limit how many points at most
  public List<Point> series(String target, SeriesName name, long from, long to, long step, int limit)
      throws StoreException {
    var sql = "SELECT moment // ? * ? AS s, sum(total) / sum(n), min(least), max(largest), CAST(sum(n) AS BIGINT) FROM ("
        + source(step)
        + ") WHERE target = (SELECT id FROM targets WHERE address = ?) AND series = ? AND moment >= ? AND moment < ? "
        + "GROUP BY s ORDER BY s LIMIT ?";
    return query(sql, statement -> {
      statement.setLong(1, step);
      statement.setLong(2, step);
      statement.setString(3, target);
      statement.setInt(4, name.number());
      statement.setLong(5, from);
      statement.setLong(6, to);
      statement.setInt(7, limit);
    }, row -> new Point(row.getLong(1), row.getDouble(2), row.getDouble(3), row.getDouble(4), row.getLong(5)));
  }

  /// What was added up as far as it is, and what is finer after that.
  private String source(long step) {
    if (step < Rollup.MINUTE || minutesUntil == Long.MIN_VALUE) return "SELECT * FROM series_second";
    var rest = " UNION ALL SELECT * FROM series_second WHERE moment >= " + minutesUntil;
    if (step < Rollup.HOUR || hoursUntil == Long.MIN_VALUE) {
      return "SELECT * FROM series_minute WHERE moment < " + minutesUntil + rest;
    }
    return "SELECT * FROM series_hour WHERE moment < " + hoursUntil
        + " UNION ALL SELECT * FROM series_minute WHERE moment >= " + hoursUntil + " AND moment < " + minutesUntil
        + rest;
  }

  /// Which ended tasks to read.
  ///
  /// @param from only those that ended at this instant or later, in nanoseconds since 1970
  /// @param to only those that ended before
  /// @param livedAt only those that lived at this instant; null for any
  /// @param name only those with this in their name, whatever the case; empty for any
  /// @param before only those after this place in the list; null for its start
  public record TaskQuery(String target, long from, long to, @Nullable Long livedAt, String name,
      @Nullable Place before) {
  }

  /// A place in the list of ended tasks.
  public record Place(long droppedAt, long id) {
  }

  /// Ended tasks, the last to end first.
  public List<EndedTask> tasks(TaskQuery query, int limit) throws StoreException {
    var sql = "SELECT run, id, task_id, name, kind, location, created_at, dropped_at, busy, scheduled, polls, wakes, "
        + "self_wakes FROM ended_tasks WHERE target = (SELECT id FROM targets WHERE address = ?) AND dropped_at >= ? "
        + "AND dropped_at < ? AND (? OR (created_at <= ? AND dropped_at > ?)) AND (? = '' OR contains(lower(name), lower(?))) "
        + "AND (? OR dropped_at < ? OR (dropped_at = ? AND id < ?)) ORDER BY dropped_at DESC, id DESC LIMIT ?";
    return query(sql, statement -> bind(statement, query, limit), row -> task(query.target(), row));
  }

  private static void bind(PreparedStatement statement, TaskQuery query, int limit) throws SQLException {
    long livedAt = query.livedAt() == null ? 0 : query.livedAt();
    var before = query.before() == null ? new Place(0, 0) : query.before();
    statement.setString(1, query.target());
    statement.setLong(2, query.from());
    statement.setLong(3, query.to());
    statement.setBoolean(4, query.livedAt() == null);
    statement.setLong(5, livedAt);
    statement.setLong(6, livedAt);
    statement.setString(7, query.name());
    statement.setString(8, query.name());
    statement.setBoolean(9, query.before() == null);
    statement.setLong(10, before.droppedAt());
    statement.setLong(11, before.droppedAt());
    statement.setLong(12, before.id());
    statement.setInt(13, limit);
  }

  private static EndedTask task(String target, ResultSet row) throws SQLException {
    return new EndedTask(target, row.getString(1), row.getLong(2), row.getLong(3), row.getString(4), row.getString(5),
        row.getString(6), row.getLong(7), row.getLong(8), row.getLong(9), row.getLong(10), row.getLong(11),
        row.getLong(12), row.getLong(13));
  }

  /// Diagnoses that stood at some instant between two, in nanoseconds since 1970, the last raised first.
  public List<Raised> diagnoses(String target, long from, long to, int limit) throws StoreException {
    var sql = "SELECT run, key, check_id, severity, raised_at, cleared_at, message, evidence FROM diagnoses WHERE target = "
        + "(SELECT id FROM targets WHERE address = ?) AND raised_at < ? AND (cleared_at IS NULL OR cleared_at >= ?) "
        + "ORDER BY raised_at DESC, key DESC LIMIT ?";
    return query(sql, statement -> {
      statement.setString(1, target);
      statement.setLong(2, to);
      statement.setLong(3, from);
      statement.setInt(4, limit);
    }, row -> raised(target, row));
  }

  private static Raised raised(String target, ResultSet row) throws SQLException {
    long cleared = row.getLong(6);
    var clearedAt = row.wasNull() ? null : (Long) cleared;
    return new Raised(target, row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getLong(5),
        clearedAt, row.getString(7), row.getString(8));
  }

  /// Sets the parameters of a statement.
  private interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /// Makes something of a row.
  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Binder binder, RowReader<T> reader) throws StoreException {
    try (Connection connection = database.reader(); var statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      binder.bind(statement);
      try (var rows = statement.executeQuery()) {
        var all = new ArrayList<T>();
        while (rows.next()) all.add(reader.read(rows));
        return all;
      }
    } catch (SQLException e) {
      throw new StoreException("The history cannot be read: " + e.getMessage(), e);
    }
  }
}
