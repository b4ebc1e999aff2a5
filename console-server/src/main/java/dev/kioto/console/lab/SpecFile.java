package dev.kioto.console.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.lab.LabException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Experiments as files of YAML, their names in kebab case, and as messages of the web API.
public final class SpecFile {

  private static final long LARGEST = 1 << 20; // bytes: people write these

  private static final String EMPTY = " is empty: name a workload, and what to vary";

  private static final ObjectMapper YAML = YAMLMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
      .build();

  private static final ObjectMapper JSON = ApiJson.mapper().copy()
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private SpecFile() {}

  /// Reads a file.
  ///
  /// @throws LabException if it cannot be read, or is none; the message names the line
  public static ExperimentSpec read(Path file) throws LabException {
    try {
      if (Files.size(file) > LARGEST) throw new LabException(Kind.BAD_SPEC, file + " is too large for an experiment");
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new LabException(Kind.BAD_SPEC, file + " cannot be read: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
  }

  /// Reads a text.
  ///
  /// @param what it is, for messages
  /// @throws LabException if it is no experiment; the message names the line
  public static ExperimentSpec parse(String text, String what) throws LabException {
    return parse(YAML, "YAML", text, what);
  }

  /// The same of JSON, with names in camel case, as the web API has them.
  public static ExperimentSpec ofJson(String text, String what) throws LabException {
    return parse(JSON, "JSON", text, what);
  }

  private static ExperimentSpec parse(ObjectMapper mapper, String form, String text, String what)
      throws LabException {
    if (text.isBlank()) throw new LabException(Kind.BAD_SPEC, what + EMPTY);
    try {
      var spec = mapper.readValue(text, ExperimentSpec.class);
      if (spec != null) return spec;
      throw new LabException(Kind.BAD_SPEC, what + EMPTY); // comments alone, or null
    } catch (UnrecognizedPropertyException e) {
      throw new LabException(Kind.BAD_SPEC,
          what + line(text, e.getPropertyName()) + "there is no '" + e.getPropertyName() + "' here: there are "
              + names(e.getKnownPropertyIds()),
          e);
    } catch (JsonMappingException e) {
      throw new LabException(Kind.BAD_SPEC, where(what, e) + path(e) + " is of another form than what belongs there",
          e);
    } catch (JsonProcessingException e) {
      throw new LabException(Kind.BAD_SPEC,
          where(what, e) + "it is no " + form + ": " + firstLine(e.getOriginalMessage()), e);
    }
  }

  private static String where(String what, JsonProcessingException e) {
    var place = e.getLocation();
    return place == null ? what + ": " : what + ", line " + place.getLineNr() + ": ";
  }

  // The parser has read on by then: the line is looked for.
  private static String line(String text, String name) {
    var lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(".*\\b" + Pattern.quote(name) + "\\s*:.*")) return ", line " + (i + 1) + ": ";
    }
    return ": ";
  }

  private static String names(Collection<Object> known) {
    return known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String path(JsonMappingException e) {
    var names = e.getPath().stream().map(reference -> reference.getFieldName())
        .filter(name -> name != null).collect(Collectors.joining("."));
    return names.isEmpty() ? "what it says" : "'" + names + "'";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
