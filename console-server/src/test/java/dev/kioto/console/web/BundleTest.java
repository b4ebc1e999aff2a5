package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.json.ApiJson;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class BundleTest {

  @Test
  void bundle_ofADiagnosis_isWholeAndSaysWhatItLacks() throws Exception {
    // Idle, and no waker of it is left: nothing can wake it.
    var lost = Wire.stats(0).setWakerClones(1).setWakerDrops(1);
    try (var program = FakeTarget.kioto(Wire.description("run-1"),
        Wire.update(60_000).metadata().task(1, "<b>lost|one", lost).build());
        var server = ConsoleServer.builder().port(0).start();
        var http = HttpClient.newHttpClient()) {
      server.collector().attach(program.address());
      await().untilAsserted(() -> {
        program.send(Wire.update(60_000 + System.nanoTime() / 1_000_000 % 1_000_000).build());
        assertThat(text(get(http, server, "diagnoses"))).contains("\"id\"");
      });
      await()
          .untilAsserted(() -> assertThat(text(get(http, server, "series?name=tasks.idle&step=1"))).contains("\"at\""));
      program.send(Wire.update(60_000 + System.nanoTime() / 1_000_000 % 1_000_000).build());
      var diagnosis = ApiJson.mapper().readTree(get(http, server, "diagnoses").body()).get("diagnoses").get(0);

      var answer = get(http, server, "diagnoses/" + diagnosis.get("id").textValue() + "/bundle");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
      var files = unzip(answer.body());
      assertThat(files).containsKeys("README.md", "diagnosis.json", "target.json", "runtimes.json", "workers.json",
          "tasks.json", "resources.json", "series.csv");
      assertThat(ApiJson.mapper().readTree(files.get("diagnosis.json")).get("id")).isEqualTo(diagnosis.get("id"));
      assertThat(ApiJson.mapper().readTree(files.get("tasks.json")).get(0).get("id").textValue()).isEqualTo("1");
      assertThat(files.get("README.md"))
          .contains("What to try", "## Evidence", "## What could not be had", "The trace:")
          .doesNotContain("<b>lost|one").doesNotContain("Figures: none");
      // The program's clock is far from the collector's: figures are told by the program's, as all else.
      var raised = Instant.parse(diagnosis.get("raisedAt").textValue());
      assertThat(
          Objects.requireNonNull(files.get("series.csv")).lines().filter(line -> line.contains("tasks.idle")).toList())
          .isNotEmpty()
          .allSatisfy(line -> assertThat(Instant.parse(line.split(",", -1)[1])).isBetween(raised.minusSeconds(310),
              raised.plusSeconds(370)));
      assertThat(get(http, server, "diagnoses/none/bundle").statusCode()).isEqualTo(404);
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static Map<String, String> unzip(byte[] bytes) throws Exception {
    var files = new HashMap<String, String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private static HttpResponse<byte[]> get(HttpClient http, ConsoleServer server, String path) throws Exception {
    var uri = URI.create(server.uri() + "api/v1/targets/1/" + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }
}
