package dev.kioto.console.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.Histogram;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.api.Warning;
import dev.kioto.console.api.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ApiJsonTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456789Z");
  private static final Task TASK = new Task("18446744073709551615", "7", "3", "worker", "direct", TaskState.IDLE, AT,
      null,
      9_007_199_254_740_993L, 1, 2, 9_007_199_254_740_990L, 3, 4, 5, 6, 7, 0, AT, null, null, null, "kioto",
      Map.of("size.bytes", "64"), List.of(new Warning("self-wake", "why")));

  @Test
  void task_bigNumbers_areStringsAndComeBackWhole() throws JsonProcessingException {
    var json = ApiJson.mapper().readTree(write(TASK));

    assertThat(json.get("id").isTextual()).isTrue();
    assertThat(json.get("totalNanos").textValue()).isEqualTo("9007199254740993");
    assertThat(json.get("polls").textValue()).isEqualTo("3");
    assertThat(json.get("createdAt").textValue()).isEqualTo("2026-01-02T03:04:05.123456789Z");
    assertThat(json.has("droppedAt")).isFalse();
    assertThat(ApiJson.mapper().readValue(write(TASK), Task.class)).isEqualTo(TASK);
  }

  @Test
  void taskDetail_inJson_hasTheTasksPropertiesBesideItsOwn() throws JsonProcessingException {
    var histogram = new Histogram(1, 9, 1, 2, 3, 4, 5, 6, 7, 1, 10L, List.of(new Histogram.Bucket(8, 16, 1)));
    var detail = new TaskDetail(TASK, AT, histogram, null);

    var json = ApiJson.mapper().readTree(write(detail));

    assertThat(json.get("name").textValue()).isEqualTo("worker");
    assertThat(json.get("pollTimes").get("p99Nanos").textValue()).isEqualTo("7");
    assertThat(json.get("scheduledTimes").isNull()).isTrue();
    assertThat(ApiJson.mapper().readValue(write(detail), TaskDetail.class)).isEqualTo(detail);
  }

  @Test
  void taskPage_onTheLastPart_saysThatNothingFollows() throws JsonProcessingException {
    var page = new TaskPage(List.of(TASK), 10, 1, null, AT);

    assertThat(write(page)).contains("\"nextCursor\":null");
    assertThat(ApiJson.mapper().readValue(write(page), TaskPage.class)).isEqualTo(page);
  }

  @Test
  void window_inJson_tellsItsType() throws JsonProcessingException {
    var window = new Window(AT, 10, 1, 0, List.of(TASK));

    assertThat(ApiJson.mapper().readTree(write(window)).get("type").textValue()).isEqualTo("window");
    assertThat(ApiJson.mapper().readValue(write(window), Window.class)).isEqualTo(window);
  }

  @Test
  void mapper_propertyOfANewerServer_isIgnored() throws JsonProcessingException {
    assertThat(ApiJson.mapper().readValue("{\"id\":\"self-wake\",\"message\":\"m\",\"severity\":3}", Warning.class))
        .isEqualTo(new Warning("self-wake", "m"));
  }

  private static String write(Object value) throws JsonProcessingException {
    return ApiJson.mapper().writeValueAsString(value);
  }
}
