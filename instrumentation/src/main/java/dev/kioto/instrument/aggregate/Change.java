package dev.kioto.instrument.aggregate;

/// Something that has changed.
///
/// @param of what it is now
/// @param isNew whether the subscriber has never been told of it
/// @param <S> what it is
public record Change<S>(S of, boolean isNew) {}
