package dev.kioto.console.recording;

/// One message of a recording.
///
/// @param kind its kind's number
/// @param atNanos when it was received, in nanoseconds since 1970 on the clock of who recorded
/// @param bytes the message; not to be written to
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RecordedMessage(int kind, long atNanos, byte[] bytes) {
}
