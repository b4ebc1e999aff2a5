package dev.kioto.codec;

import java.net.InetSocketAddress;

/// A frame of a datagram.
///
/// @param frame what it says
/// @param address whom it is from, or for whom it is
/// @param <T> the type of the frame
public record UdpFrame<T>(T frame, InetSocketAddress address) {}
