package dev.kioto.instrument.endpoint;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How consoles are served.
///
/// @param tls for a port; null for plain text
/// @param dial whom the program connects to; null for nobody
/// @param publishInterval between two updates to a client, above 0
/// @param clientBuffer bytes that may wait for a client before its streams pause, above 0
/// @param notices the folder where a file says where consoles are served; null for no such file
public record EndpointOptions(Listen listen, @Nullable Tls tls, @Nullable Dial dial, Rights rights,
    Duration publishInterval, int clientBuffer, Limits limits, @Nullable Path notices) {}
