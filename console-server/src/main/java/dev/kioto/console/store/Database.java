package dev.kioto.console.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/// The embedded database: its file, its tables, its connections.
final class Database implements AutoCloseable {

  private static final String[] TABLES = {
      "CREATE TABLE IF NOT EXISTS targets (id INTEGER, address VARCHAR)",
      "CREATE TABLE IF NOT EXISTS series_second (target INTEGER, series SMALLINT, moment BIGINT, total DOUBLE, least DOUBLE, "
          + "largest DOUBLE, n BIGINT)",
      "CREATE TABLE IF NOT EXISTS series_minute (target INTEGER, series SMALLINT, moment BIGINT, total DOUBLE, least DOUBLE, "
          + "largest DOUBLE, n BIGINT)",
      "CREATE TABLE IF NOT EXISTS series_hour (target INTEGER, series SMALLINT, moment BIGINT, total DOUBLE, least DOUBLE, "
          + "largest DOUBLE, n BIGINT)",
      "CREATE TABLE IF NOT EXISTS ended_tasks (target INTEGER, run VARCHAR, id BIGINT, task_id BIGINT, name VARCHAR, "
          + "kind VARCHAR, location VARCHAR, created_at BIGINT, dropped_at BIGINT, busy BIGINT, scheduled BIGINT, "
          + "polls BIGINT, wakes BIGINT, self_wakes BIGINT)",
      "CREATE TABLE IF NOT EXISTS diagnoses (target INTEGER, run VARCHAR, key VARCHAR, check_id VARCHAR, "
          + "severity VARCHAR, raised_at BIGINT, cleared_at BIGINT, message VARCHAR, evidence VARCHAR)"};

  private final Path file;
  private final DuckDBConnection connection;

  private Database(Path file, DuckDBConnection connection) {
    this.file = file;
    this.connection = connection;
  }

  static Database open(DataFolder folder) throws SQLException {
    var options = new Properties();
    options.setProperty("temp_directory", folder.temporary().toString());
    options.setProperty("memory_limit", "256MB"); // it shares the machine with what is watched
    options.setProperty("threads", "2");
    options.setProperty("autoinstall_known_extensions", "false"); // it must never load code from elsewhere
    options.setProperty("autoload_known_extensions", "false");
    var connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + folder.database(), options);
    NativeLibrary.deleteUnpacked();
    try (var statement = connection.createStatement()) {
      for (var table : TABLES) statement.execute(table);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new Database(folder.database(), connection);
  }

  /// The writer's.
  DuckDBConnection writer() {
    return connection;
  }

  /// By the writer.
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Another one, to be closed by who asks for it.
  Connection reader() throws SQLException {
    return connection.duplicate();
  }

  /// What it has in use, in bytes: the file itself keeps room for what comes next.
  long usedBytes() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT block_size * used_blocks FROM pragma_database_size()")) {
      long blocks = rows.next() ? rows.getLong(1) : 0;
      return blocks + size(Path.of(file + ".wal"));
    }
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException _) {
      return 0; // there is none
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
