package dev.kioto.demo.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.demo.redis.Database.When;
import dev.kioto.task.Task;
import dev.kioto.testing.KiotoTest;
import dev.kioto.time.Time;
import java.time.Duration;

/// Keys that expire, by a clock that is moved.
final class DatabaseTest {

  private static final byte[] VALUE = {1};

  @KiotoTest(startPaused = true)
  void key_isThereUntilItsTime_andItsMemoryIsFreed() {
    var database = new Database();
    Task.spawn(database::expire);
    database.set("a", VALUE, Duration.ofSeconds(10), When.ALWAYS);
    database.set("b", VALUE, Duration.ofSeconds(20), When.ALWAYS);
    database.set("c", VALUE, null, When.ALWAYS);

    Time.sleep(Duration.ofMillis(9_999)).await();
    assertThat(database.get("a")).isEqualTo(VALUE);
    assertThat(database.ttlMillis("a")).isEqualTo(1);
    Time.sleep(Duration.ofMillis(2)).await();
    assertThat(database.get("a")).isNull();
    Time.sleep(Duration.ofMillis(10)).await();
    assertThat(database.size()).isEqualTo(2);
    Time.sleep(Duration.ofSeconds(20)).await();
    assertThat(database.size()).isEqualTo(1);
    assertThat(database.ttlMillis("b")).isEqualTo(Database.NO_KEY);
    assertThat(database.ttlMillis("c")).isEqualTo(Database.NO_TTL);
  }

  @KiotoTest(startPaused = true)
  void key_isSetAnew_expiresByTheLastTimeAlone() {
    var database = new Database();
    Task.spawn(database::expire);
    database.set("a", VALUE, Duration.ofSeconds(10), When.ALWAYS);
    database.set("a", VALUE, null, When.ALWAYS);
    database.set("b", VALUE, Duration.ofSeconds(10), When.ALWAYS);
    database.expireAfter("b", Duration.ofSeconds(30));
    database.set("c", VALUE, Duration.ofSeconds(10), When.ALWAYS);
    database.delete("c");
    database.set("c", VALUE, null, When.IF_ABSENT);

    Time.sleep(Duration.ofSeconds(15)).await();
    assertThat(database.size()).isEqualTo(3);
    Time.sleep(Duration.ofSeconds(16)).await();
    assertThat(database.size()).isEqualTo(2);
    assertThat(database.get("b")).isNull();
  }

  @KiotoTest(startPaused = true)
  void key_hasExpiredAndNobodyHasComeToIt_isAbsent() {
    var database = new Database(); // and nobody who frees
    database.set("a", VALUE, Duration.ofSeconds(1), When.ALWAYS);
    Time.sleep(Duration.ofSeconds(2)).await();
    assertThat(database.get("a")).isNull();
    assertThat(database.delete("a")).isFalse();
    assertThat(database.set("a", VALUE, null, When.IF_PRESENT)).isFalse();
    assertThat(database.increment("a")).isEqualTo(1);
    assertThat(database.ttlMillis("a")).isEqualTo(Database.NO_TTL);
  }
}
