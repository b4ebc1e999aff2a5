package dev.kioto.console.web;

import java.util.List;

/// The page at `/`: what the API answers, for people who open the server's address in a browser.
final class IndexPage {

  private IndexPage() {}

  static String of(List<Route> routes, String version) {
    var rows = new StringBuilder();
    for (var route : routes) {
      rows.append("<tr><td>").append(route.method()).append("<td><code>").append(path(route)).append("</code><td>")
          .append(escape(route.summary()));
    }
    return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Kioto console server</title>
        <link rel="icon" href="/favicon.svg">
        <style>
          :root { color-scheme: light dark }
          body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 60rem; padding: 0 1rem }
          td { padding: .2rem 1rem .2rem 0; vertical-align: top }
        </style>
        <h1>Kioto console server</h1>
        <p>Version %s. It watches programs and answers at these paths; the console shows them as tables.</p>
        <table>%s</table>
        """.formatted(escape(version), rows);
  }

  private static String path(Route route) {
    var path = escape(route.path());
    boolean plain = route.method().name().equals("GET") && route.path().indexOf('{') < 0;
    return plain ? "<a href=\"" + path + "\">" + path + "</a>" : path;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
