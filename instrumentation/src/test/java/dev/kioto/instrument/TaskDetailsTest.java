package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.proto.tokio.instrument.TaskDetailsRequest;
import dev.kioto.proto.tokio.tasks.DurationHistogram;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TaskDetailsTest {
  private final TestConsole test = new TestConsole(o -> o.retention(Duration.ofMillis(300)));
  private final Client client = test.client();

  @AfterEach
  void close() {
    test.close();
  }

  private static Histogram decode(DurationHistogram histogram) {
    return Histogram.decodeFromByteBuffer(histogram.getRawHistogram().asReadOnlyByteBuffer(), 1);
  }

  private TaskDetails firstOf(long id) {
    var reader = client.watchDetails(id);
    await().until(() -> !reader.messages.isEmpty());
    return reader.messages.get(0);
  }

  @Test
  void watchTaskDetails_idZero_isInvalid() {
    var failure = Assertions.catchThrowableOfType(StatusRuntimeException.class,
        () -> client.calls().watchTaskDetails(TaskDetailsRequest.getDefaultInstance()).next());

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(failure.getStatus().getDescription()).isEqualTo("task_id cannot be 0");
  }

  @Test
  void watchTaskDetails_unknownId_isNotFoundAndNamesIt() {
    var request = TaskDetailsRequest.newBuilder();
    request.getIdBuilder().setId(4711);

    var failure = Assertions.catchThrowableOfType(StatusRuntimeException.class,
        () -> client.calls().watchTaskDetails(request.build()).next());

    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.getStatus().getDescription()).contains("4711");
  }

  @Test
  void watchTaskDetails_notPolledYet_hasNoHistograms() {
    test.spawn(1);
    await().until(() -> knows(1));

    var details = firstOf(1);

    assertThat(details.getTaskId().getId()).isEqualTo(1);
    assertThat(details.hasNow()).isTrue();
    assertThat(details.hasHistogram()).isFalse();
    assertThat(details.hasScheduledTimesHistogram()).isFalse();
  }

  private boolean knows(long id) {
    var reader = client.watchDetails(id);
    await().until(() -> !reader.messages.isEmpty() || reader.error != null);
    return reader.error == null;
  }

  @Test
  void histograms_decodedByTheReferenceLibrary_holdTheSamples() {
    test.spawn(1);
    for (int i = 0; i < 100; i++) {
      test.poll(1, 0);
    }
    await().until(() -> knows(1));

    var details = firstOf(1);

    assertThat(details.getHistogram().getMaxValue()).isEqualTo(1_000_000_000);
    assertThat(details.getHistogram().getHighOutliers()).isZero();
    assertThat(details.getHistogram().hasHighestOutlier()).isFalse();
    assertThat(decode(details.getHistogram()).getTotalCount()).isEqualTo(100);
    assertThat(decode(details.getHistogram()).getNumberOfSignificantValueDigits()).isEqualTo(2);
    assertThat(decode(details.getScheduledTimesHistogram()).getTotalCount()).isEqualTo(100);
  }

  @Test
  void histograms_durationAboveTheMaximum_isAnOutlier() {
    test.spawn(1);
    long scheduledAt = System.nanoTime() - 5_000_000_000L;
    test.probe.pollStarted(1, scheduledAt, false);
    long longest = System.nanoTime() - scheduledAt;
    test.probe.pollEnded(1, 0);
    await().until(() -> knows(1));

    var scheduled = firstOf(1).getScheduledTimesHistogram();

    assertThat(scheduled.getHighOutliers()).isEqualTo(1);
    assertThat(scheduled.getHighestOutlier()).isBetween(5_000_000_000L, longest);
    assertThat(decode(scheduled).getTotalCount()).isEqualTo(1);
    assertThat(decode(scheduled).getMaxValue()).isBetween(990_000_000L, 1_000_000_000L * 102 / 100);
  }

  @Test
  void watchTaskDetails_withoutWatchUpdates_isPushedAtEachInterval() {
    test.spawn(1);
    await().until(() -> knows(1));

    var reader = client.watchDetails(1);
    await().until(() -> reader.messages.size() >= 3);
    test.poll(1, 0);

    await().until(() -> reader.messages.get(reader.messages.size() - 1).hasHistogram());
  }

  @Test
  void watchTaskDetails_taskForgotten_endsTheStream() {
    test.spawn(1);
    await().until(() -> knows(1));
    var reader = client.watchDetails(1);

    test.probe.taskEnded(1, TaskOutcome.COMPLETED);

    await().until(() -> reader.completed);
    assertThat(reader.error).isNull();
    assertThat(knows(1)).isFalse();
  }
}
