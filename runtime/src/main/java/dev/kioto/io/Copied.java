package dev.kioto.io;

/// How many bytes were copied each way by [Io#copyBidirectional].
public record Copied(long aToB, long bToA) {}
