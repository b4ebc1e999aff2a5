package dev.kioto.console.collector;

import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Location;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.common.RegisterMetadata;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the named values of one connection, whose names may have been told before. Not safe for use by several threads.
final class WireFields {

  private static final int MOST_METADATA = 100_000;

  private final Texts texts;
  private final Oddities oddities;
  private final Map<Long, Metadata> metadata = new HashMap<>();

  WireFields(Texts texts, Oddities oddities) {
    this.texts = texts;
    this.oddities = oddities;
  }

  void register(RegisterMetadata told) {
    for (var added : told.getMetadataList()) {
      if (metadata.size() < MOST_METADATA) {
        metadata.put(added.getId().getId(), added.getMetadata());
      } else {
        oddities.leftOut.increment();
      }
    }
  }

  /// All that was told of places, by their ids.
  Map<Long, Metadata> all() {
    return Collections.unmodifiableMap(metadata);
  }

  /// What was told of all that is made at one place, or null.
  @Nullable Metadata metadata(long id) {
    return metadata.get(id);
  }

  /// The name of a field; empty when it is not known.
  ///
  /// @param owner the metadata of whatever carries the field
  String name(Field field, long owner) {
    if (field.hasStrName()) return texts.cut(field.getStrName());
    if (!field.hasNameIdx()) return "";
    var about = metadata.get(field.hasMetadataId() ? field.getMetadataId().getId() : owner);
    long index = field.getNameIdx();
    if (about == null || index < 0 || index >= about.getFieldNamesCount()) return "";
    return texts.cut(about.getFieldNames((int) index));
  }

  String value(Field field) {
    return switch (field.getValueCase()) {
      case DEBUG_VAL -> texts.cut(field.getDebugVal());
      case STR_VAL -> texts.cut(field.getStrVal());
      case U64_VAL -> Long.toUnsignedString(field.getU64Val());
      case I64_VAL -> Long.toString(field.getI64Val());
      case BOOL_VAL -> Boolean.toString(field.getBoolVal());
      case VALUE_NOT_SET -> "";
    };
  }

  @Nullable String location(Location location) {
    var place = new StringBuilder(texts.cut(location.hasFile() ? location.getFile() : location.getModulePath()));
    if (place.isEmpty()) return null;
    if (location.hasLine()) place.append(':').append(Integer.toUnsignedString(location.getLine()));
    if (location.hasColumn()) place.append(':').append(Integer.toUnsignedString(location.getColumn()));
    return place.toString();
  }
}
