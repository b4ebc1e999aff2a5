package dev.kioto.console.web;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kioto.console.api.Problem;
import dev.kioto.console.json.ApiJson;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Describes the API in OpenAPI 3.1, from the routes that serve it and the records that it sends: what is served and
/// what is described cannot differ.
final class OpenApi {

  private static final String TOKEN = "token";

  private final ObjectNode document = ApiJson.mapper().createObjectNode();
  private final Map<String, ObjectNode> schemas = new LinkedHashMap<>();

  private OpenApi() {}

  static ObjectNode describe(List<Route> routes, String version) {
    var description = new OpenApi();
    description.head(version);
    var paths = description.document.putObject("paths");
    for (var route : routes) {
      paths.withObjectProperty(route.path())
          .set(route.method().name().toLowerCase(Locale.ROOT), description.operation(route));
    }
    var components = description.document.putObject("components").putObject("schemas");
    description.schemas.forEach(components::set);
    ((ObjectNode) description.document.get("components")).putObject("securitySchemes").putObject(TOKEN)
        .put("type", "http").put("scheme", "bearer")
        .put("description", "One of the server's tokens, if it has any: the act token also reads.");
    return description.document;
  }

  private void head(String version) {
    document.put("openapi", "3.1.0");
    document.putObject("info")
        .put("title", "Kioto console server")
        .put("version", version)
        .put("summary", "The tasks of running programs, live.")
        .put("description",
            "Durations are nanoseconds. Integers that can pass 2^53 are strings of digits. Instants are "
                + "ISO 8601 in UTC. Every refusal is a problem of RFC 9457.")
        .putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
  }

  private ObjectNode operation(Route route) {
    var operation = ApiJson.mapper().createObjectNode();
    operation.put("summary", route.summary()).put("operationId", operationId(route));
    if (!route.parameters().isEmpty()) parameters(operation.putArray("parameters"), route);
    if (route.body() != null) {
      var body = operation.putObject("requestBody").put("required", true);
      body.putObject("content").putObject("application/json").set("schema", reference(route.body()));
    }
    var responses = operation.putObject("responses");
    for (var answer : route.answers()) {
      var response = responses.putObject(Integer.toString(answer.status())).put("description", answer.description());
      if (answer.content() != null) content(response, "application/json", answer.content());
      if (route.parameters().contains(Tables.FORMAT)) files(response);
    }
    var security = operation.putArray("security");
    if (route.right() != Right.OPEN) {
      security.addObject(); // a server without tokens wants none
      security.addObject().putArray(TOKEN).add(route.right().word());
    }
    for (int status : refusals(route)) {
      content(responses.putObject(Integer.toString(status)).put("description", "A problem"), Problem.MEDIA_TYPE,
          Problem.class);
    }
    return operation;
  }

  /// Those of the route, and those of whoever has not the right.
  private static SortedSet<Integer> refusals(Route route) {
    var statuses = new TreeSet<>(route.refusals());
    if (route.right() != Right.OPEN) statuses.add(401);
    statuses.add(403); // whoever comes from elsewhere
    return statuses;
  }

  private static String operationId(Route route) {
    var id = new StringBuilder(route.method().name().toLowerCase(Locale.ROOT));
    for (var part : route.path().replace("/api/v1", "").split("[^A-Za-z]+")) {
      if (!part.isEmpty()) id.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
    }
    return id.toString();
  }

  private static void parameters(ArrayNode into, Route route) {
    for (var parameter : route.parameters()) {
      var node = into.addObject().put("name", parameter.name()).put("in", parameter.in());
      node.put("required", parameter.in().equals("path")).put("description", parameter.description());
      var schema = node.putObject("schema").put("type", parameter.type());
      var standard = parameter.standard();
      if (standard == null) continue;
      if (parameter.type().equals("integer")) {
        schema.put("default", Integer.parseInt(standard));
      } else {
        schema.put("default", standard);
      }
    }
  }

  private void content(ObjectNode response, String mediaType, Class<?> type) {
    response.putObject("content").putObject(mediaType).set("schema", reference(type));
  }

  private static void files(ObjectNode response) {
    for (var mediaType : List.of("text/csv", "application/jsonl")) {
      response.withObjectProperty("content").putObject(mediaType).putObject("schema").put("type", "string");
    }
  }

  private ObjectNode reference(Class<?> type) {
    var name = type.getSimpleName();
    if (!schemas.containsKey(name)) {
      schemas.put(name, ApiJson.mapper().createObjectNode()); // before its parts, which may refer to it
      schemas.put(name, type.isEnum() ? enumeration(type) : object(type));
    }
    return ApiJson.mapper().createObjectNode().put("$ref", "#/components/schemas/" + name);
  }

  private static ObjectNode enumeration(Class<?> type) {
    var schema = ApiJson.mapper().createObjectNode().put("type", "string");
    var values = schema.putArray("enum");
    for (Object constant : type.getEnumConstants()) values.add(constant.toString());
    return schema;
  }

  private ObjectNode object(Class<?> type) {
    var schema = ApiJson.mapper().createObjectNode();
    var own = ApiJson.mapper().createObjectNode().put("type", "object");
    var required = ApiJson.mapper().createArrayNode();
    var properties = own.putObject("properties");
    for (var component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        schema.putArray("allOf").add(reference(component.getType()));
        continue;
      }
      properties.set(component.getName(), property(component));
      if (!isNullable(component)) required.add(component.getName());
    }
    if (!required.isEmpty()) own.set("required", required);
    if (!schema.has("allOf")) return own;
    schema.withArrayProperty("allOf").add(own);
    return schema;
  }

  private ObjectNode property(RecordComponent component) {
    var schema = schema(component.getGenericType(), component.getAccessor());
    if (!isNullable(component)) return schema;
    var either = ApiJson.mapper().createObjectNode();
    either.putArray("anyOf").add(schema).addObject().put("type", "null");
    return either;
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private ObjectNode schema(Type type, AnnotatedElement annotations) {
    if (type instanceof ParameterizedType generic) {
      boolean map = generic.getRawType() == Map.class;
      var arguments = generic.getActualTypeArguments();
      var element = schema(arguments[arguments.length - 1], annotations);
      var schema = ApiJson.mapper().createObjectNode().put("type", map ? "object" : "array");
      return schema.set(map ? "additionalProperties" : "items", element);
    }
    var of = (Class<?>) type;
    if (of.isRecord() || of.isEnum()) return reference(of);
    var schema = ApiJson.mapper().createObjectNode();
    var format = annotations.getAnnotation(JsonFormat.class);
    if (format != null && format.shape() == JsonFormat.Shape.STRING) {
      return schema.put("type", "string").put("pattern", "^-?[0-9]+$");
    }
    if (of == Instant.class) return schema.put("type", "string").put("format", "date-time");
    if (of == String.class) return schema.put("type", "string");
    if (of == boolean.class || of == Boolean.class) return schema.put("type", "boolean");
    if (of == double.class || of == Double.class) return schema.put("type", "number").put("format", "double");
    if (of == int.class || of == Integer.class) return schema.put("type", "integer").put("format", "int32");
    if (of == long.class || of == Long.class) return schema.put("type", "integer").put("format", "int64");
    throw new IllegalArgumentException("The API has no schema for " + type);
  }
}
