package dev.kioto.console.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/// Reads and writes the messages of `dev.kioto.console.api`.
public final class ApiJson {

  private static final ObjectMapper MAPPER = JsonMapper.builder()
      .addModule(new JavaTimeModule())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
      .build();

  private static final ObjectMapper ANSWERS = MAPPER.copy()
      .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
      .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
      .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private ApiJson() {
  }

  /// The same for clients, which read what a newer server may say: a constant that this version does not know is read as the one that its
  /// enumeration names for that, and left out of lists. What an older
  /// server does not tell yet is 0 or false.
  public static ObjectMapper answers() {
    return ANSWERS;
  }

  /// The mapper: instants as ISO 8601 text, unknown properties ignored so that an older client understands a newer
  /// server. Shared by all threads; not to be reconfigured.
  public static ObjectMapper mapper() {
    return MAPPER;
  }
}
