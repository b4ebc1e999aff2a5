/// What the collector knows, in the forms that other tools read: figures for Prometheus and OpenTelemetry, tables, traces. It knows
/// no HTTP.
@NullMarked
package dev.kioto.console.export;

import org.jspecify.annotations.NullMarked;
