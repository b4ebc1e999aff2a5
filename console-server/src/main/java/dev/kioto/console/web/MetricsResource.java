package dev.kioto.console.web;

import dev.kioto.console.export.Exposition;
import dev.kioto.console.export.FigureReader;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/// Every figure, for Prometheus.
final class MetricsResource {

  private final FigureReader figures;

  MetricsResource(FigureReader figures) {
    this.figures = figures;
  }

  List<Route> routes() {
    return List.of(Route
        .get("/metrics", "Shows every figure in Prometheus's text format, or in OpenMetrics when that is accepted.")
        .answering(200, "The figures, text/plain or application/openmetrics-text", null)
        .handledBy(this::metrics));
  }

  private void metrics(Context request) throws IOException {
    var format = Exposition.of(request.header("Accept"));
    var text = new ByteArrayOutputStream(1 << 16);
    format.write(text, figures.read());
    request.contentType(format.contentType()).result(text.toByteArray());
  }
}
