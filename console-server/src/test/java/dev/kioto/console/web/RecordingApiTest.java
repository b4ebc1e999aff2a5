package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.Recording;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RecordingApiTest {

  @TempDir
  private Path folder = Path.of("");

  @Test
  void recording_byTheApi_isMadeListedDownloadedAndOpened() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).build());
        var server = ConsoleServer.builder().port(0).data(folder).start();
        var client = ConsoleClient.of(server.uri());
        var http = HttpClient.newHttpClient()) {
      var begun = client.record(client.attach(program.address()).id());
      assertThat(begun.state()).isEqualTo(Recording.State.RECORDING);
      await().untilAsserted(() -> assertThat(client.recording(begun.id()).messages()).isEqualTo(2));
      client.record("1");
      var first = client.recordings(1, null);
      assertThat(first.recordings()).hasSize(1);
      assertThat(client.recordings(1, first.nextCursor())).matches(rest -> rest.nextCursor() == null)
          .extracting(rest -> rest.recordings().size()).isEqualTo(1);

      var ended = client.stopRecording(begun.id());
      assertThat(ended.state()).isEqualTo(Recording.State.FINISHED);
      var file = http.send(
          HttpRequest.newBuilder(server.uri().resolve("api/v1/recordings/" + begun.id() + "/file")).build(),
          BodyHandlers.ofByteArray());
      assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
      assertThat(file.body()).hasSize((int) ended.bytes());

      var elsewhere = Files.write(folder.resolve("copy.kiorec"), file.body());
      var played = client.attach("file:" + elsewhere);
      assertThat(played.playback()).isNotNull();
      await().untilAsserted(() -> assertThat(client.playback(played.id()).ended()).isTrue());
      assertThat(client.tasks(played.id(), new TaskQuery("", "id", 10, null)).tasks()).extracting(task -> task.name())
          .containsExactly("one");
      assertThat(client.play(played.id(), new PlaybackRequest(null, 2.0, true)))
          .matches(playback -> playback.paused() && playback.speed() == 2);

      client.deleteRecording(begun.id());
      assertRefused("unknown-recording", () -> client.recording(begun.id()));
      assertRefused("not-supported", () -> client.playback("1"));
      assertRefused("not-supported", () -> client.play("1", new PlaybackRequest(null, 2.0, null)));
      assertRefused("not-supported", () -> client.record(played.id()));
      assertRefused("body", () -> client.play(played.id(), new PlaybackRequest(null, 0.0, null)));
      assertRefused("unreachable-program", () -> client.attach("file:/etc/hostname"));
      assertRefused("body", () -> client.attach("file:here"));
    }
  }

  @Test
  void recording_stoppedAsSoonAsItIsBegun_hasWhatTheProgramKnew() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).build());
        var server = ConsoleServer.builder().port(0).data(folder).start();
        var client = ConsoleClient.of(server.uri())) {
      var target = client.attach(program.address()).id();
      for (int i = 0; i < 10; i++) {
        var ended = client.stopRecording(client.record(target).id());
        var played = client.attach(ended.address());
        await().untilAsserted(() -> assertThat(client.playback(played.id()).ended()).isTrue());
        assertThat(client.tasks(played.id(), new TaskQuery("", "id", 10, null)).tasks()).hasSize(1);
      }
    }
  }

  @Test
  void recording_withoutADataFolder_isRefused() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).build());
        var server = ConsoleServer.builder().port(0).start();
        var client = ConsoleClient.of(server.uri())) {
      var id = client.attach(program.address()).id();

      assertRefused("no-data-folder", () -> client.record(id));
      assertRefused("no-data-folder", () -> client.recordings(10, null));
    }
  }

  @Test
  void playback_withABodyThatIsNone_isRefused() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).build());
        var server = ConsoleServer.builder().port(0).start();
        var client = ConsoleClient.of(server.uri());
        var http = HttpClient.newHttpClient()) {
      var playback = server.uri().resolve("api/v1/targets/" + client.attach(program.address()).id() + "/playback");
      for (var body : new String[] {"", "null", "{", "[]", "{\"speed\":\"fast\"}", "{\"position\":\"soon\"}"}) {
        assertThat(post(http, playback, body)).as(body).isEqualTo(400);
      }
    }
  }

  private static int post(HttpClient http, URI to, String body) throws Exception {
    var request = HttpRequest.newBuilder(to).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
    return http.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private static void assertRefused(String type, ThrowingCallable call) {
    assertThatExceptionOfType(ProblemException.class).isThrownBy(call)
        .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo("urn:kioto:problem:" + type));
  }
}
