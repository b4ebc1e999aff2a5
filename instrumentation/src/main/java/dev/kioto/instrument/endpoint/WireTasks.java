package dev.kioto.instrument.endpoint;

import dev.kioto.probe.TaskKind;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.common.RegisterMetadata;
import java.util.List;

/// The words of the tokio-console protocol for tasks. [TaskWriter] writes them.
final class WireTasks {
  // Positions in FIELD_NAMES.
  static final int NAME = 0;
  static final int ID = 1;
  static final int KIND = 2;
  static final int TYPE = 3;
  static final int SPAWN_LOCATION = 4;
  private static final List<String> FIELD_NAMES = List.of("task.name", "task.id", "kind", "type", "spawn.location");

  private WireTasks() {}

  /// The descriptions that tasks refer to: one for each kind. They never change.
  static RegisterMetadata metadata() {
    var all = RegisterMetadata.newBuilder();
    for (TaskKind kind : TaskKind.values()) {
      all.addMetadata(RegisterMetadata.NewMetadata.newBuilder()
          .setId(MetaId.newBuilder().setId(metadataId(kind)))
          .setMetadata(Metadata.newBuilder()
              .setName("kioto.spawn")
              .setTarget(target(kind))
              .setKind(Metadata.Kind.SPAN)
              .setLevel(Metadata.Level.TRACE)
              .addAllFieldNames(FIELD_NAMES)));
    }
    return all.build();
  }

  static long metadataId(TaskKind kind) {
    return switch (kind) {
      case FUTURE -> 1;
      case DIRECT -> 2;
      case BLOCKING -> 3;
      case BLOCK_ON -> 4;
    };
  }

  private static String target(TaskKind kind) {
    return switch (kind) {
      case FUTURE -> "kioto::task";
      case DIRECT -> "kioto::task::direct";
      case BLOCKING -> "kioto::task::blocking";
      case BLOCK_ON -> "kioto::runtime::block_on";
    };
  }

  /// The value of the field `kind`. Clients judge `blocking` and `block_on` less strictly: they are not asynchronous.
  static String kindName(TaskKind kind) {
    return switch (kind) {
      case FUTURE -> "task";
      case DIRECT -> "direct";
      case BLOCKING -> "blocking";
      case BLOCK_ON -> "block_on";
    };
  }

  /// The class of a lambda as `Main$$Lambda`: its number changes with each start of the program.
  static String withoutAddress(String typeName) {
    int slash = typeName.indexOf("$$Lambda/");
    return slash < 0 ? typeName : typeName.substring(0, slash + "$$Lambda".length());
  }

  /// A frame as `Main.java:42`, as far as it is known.
  static String text(StackTraceElement frame) {
    String file = frame.getFileName();
    String where = file == null ? frame.getClassName() : file;
    return frame.getLineNumber() > 0 ? where + ":" + frame.getLineNumber() : where;
  }
}
