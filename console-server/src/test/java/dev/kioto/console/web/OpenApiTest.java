package dev.kioto.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.Task;
import dev.kioto.console.json.ApiJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class OpenApiTest {

  private static ConsoleServer server;
  private static JsonNode document;

  @BeforeAll
  static void fetch() throws Exception {
    server = ConsoleServer.builder().port(0).start();
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(server.uri() + "api/v1/openapi.json")).build();
      document = ApiJson.mapper().readTree(http.send(request, BodyHandlers.ofString()).body());
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void document_hasEveryRouteOfTheServerAndNoOther() {
    var described = new TreeSet<String>();
    document.get("paths").properties().forEach(path -> path.getValue().fieldNames()
        .forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    var served = new TreeSet<String>();
    for (var route : server.routes()) {
      if (route.method.isHttpMethod() && (route.path.startsWith("/api/") || route.path.equals("/metrics"))) {
        served.add(route.method + " " + route.path);
      }
    }

    assertThat(described).isEqualTo(served).contains("GET /api/v1/targets/{id}/tasks", "POST /api/v1/targets");
  }

  @Test
  void fileOfRequests_hasEveryRoute() throws IOException {
    var requests = Files.readAllLines(Path.of("..", "docs", "api.http")).stream()
        .filter(line -> line.matches("(GET|POST|DELETE|WEBSOCKET) .*"))
        .map(line -> line.replaceAll("[?].*", "").replace("WEBSOCKET ws://127.0.0.1:7070", "GET ")
            .replace("{{api}}/../../", "/").replace("{{api}}", "/api/v1").replaceAll(" +", " "))
        .toList();
    var missing = new TreeSet<String>();
    document.get("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
      var pattern = method.toUpperCase(Locale.ROOT) + " " + path.getKey().replaceAll("\\{\\w+}", "[^/]+");
      if (requests.stream().noneMatch(request -> request.matches(pattern))) missing.add(pattern);
    }));

    assertThat(missing).isEmpty();
  }

  @Test
  void references_allLeadSomewhere() {
    var references = new ArrayList<String>();
    document.findValuesAsText("$ref").forEach(references::add);

    assertThat(references).isNotEmpty()
        .allSatisfy(reference -> assertThat(document.at(reference.substring(1)).isObject()).isTrue());
  }

  @Test
  void parametersOfPaths_areAllDescribed() {
    document.get("paths").properties().forEach(path -> path.getValue().forEach(operation -> {
      var names = new ArrayList<String>();
      operation.path("parameters").forEach(parameter -> {
        if (parameter.get("in").textValue().equals("path")) names.add("{" + parameter.get("name").textValue() + "}");
      });
      assertThat(names).as(path.getKey()).allMatch(path.getKey()::contains)
          .hasSize((int) path.getKey().chars().filter(c -> c == '{').count());
    }));
  }

  @Test
  void operationIds_areUnique() {
    assertThat(document.get("paths").findValuesAsText("operationId")).doesNotHaveDuplicates().isNotEmpty();
  }

  @Test
  void taskSchema_hasThePropertiesOfTheRecordWithTheirTypes() {
    var schema = document.at("/components/schemas/Task");
    var names = Arrays.stream(Task.class.getRecordComponents()).map(c -> c.getName()).toList();

    assertThat(schema.get("properties").fieldNames()).toIterable().containsExactlyElementsOf(names);
    assertThat(schema.at("/properties/totalNanos/type").textValue()).isEqualTo("string");
    assertThat(schema.at("/properties/createdAt/format").textValue()).isEqualTo("date-time");
    assertThat(schema.at("/properties/droppedAt/anyOf/1/type").textValue()).isEqualTo("null");
    assertThat(schema.at("/properties/fields/additionalProperties/type").textValue()).isEqualTo("string");
    assertThat(schema.at("/properties/warnings/items/$ref").textValue()).isEqualTo("#/components/schemas/Warning");
    var required = new ArrayList<String>();
    schema.get("required").forEach(name -> required.add(name.textValue()));
    assertThat(required).contains("id", "polls").doesNotContain("droppedAt", "location");
  }
}
