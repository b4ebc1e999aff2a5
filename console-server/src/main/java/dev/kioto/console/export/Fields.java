package dev.kioto.console.export;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A protobuf message that is put together field by field. Its numbers are those of Perfetto's `perfetto_trace.proto`, of which
/// this is the small part that is written. One thread.
final class Fields {

  static final int PACKET = 1; // of Trace

  // of TracePacket
  static final int TIMESTAMP = 8;
  static final int SEQUENCE = 10;
  static final int TRACK_EVENT = 11;
  static final int TRACK_DESCRIPTOR = 60;

  // of TrackDescriptor
  static final int UUID = 1;
  static final int TRACK_NAME = 2;
  static final int PROCESS = 3;
  static final int THREAD = 4;
  static final int PARENT_UUID = 5;

  // of ProcessDescriptor and ThreadDescriptor
  static final int PID = 1;
  static final int TID = 2;
  static final int THREAD_NAME = 5;
  static final int PROCESS_NAME = 6;

  // of TrackEvent, and values of its type
  static final int ANNOTATION = 4;
  static final int TYPE = 9;
  static final int TRACK = 11;
  static final int NAME = 23;
  static final int FLOW = 47;
  static final int TERMINATING_FLOW = 48;
  static final int SLICE_BEGIN = 1;
  static final int SLICE_END = 2;
  static final int INSTANT = 3;

  // of DebugAnnotation
  static final int ANNOTATION_UINT = 3;
  static final int ANNOTATION_TEXT = 6;
  static final int ANNOTATION_NAME = 10;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);

  /// Puts a value into the message.
  private interface Put {
    void into(CodedOutputStream out) throws IOException;
  }

  private Fields put(Put value) {
    try {
      value.into(out);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
    return this;
  }

  Fields number(int field, long value) {
    return put(out -> out.writeUInt64(field, value));
  }

  Fields fixed(int field, long value) {
    return put(out -> out.writeFixed64(field, value));
  }

  Fields text(int field, String value) {
    return put(out -> out.writeString(field, value));
  }

  Fields message(int field, Fields value) {
    return put(out -> out.writeByteArray(field, value.bytes()));
  }

  byte[] bytes() {
    var _ = put(CodedOutputStream::flush);
    return bytes.toByteArray();
  }
}
