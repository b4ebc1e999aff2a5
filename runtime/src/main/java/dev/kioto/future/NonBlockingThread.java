package dev.kioto.future;

/// A thread that polls futures for others, and that must not be blocked by one of them. [Future#await] refuses to block
/// it.
public interface NonBlockingThread {}
