package dev.kioto.console.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.json.ApiJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The report of an experiment: one file of HTML that needs nothing but itself. It asks no server for anything, and forbids itself to.
/// Thread-safe.
public final class ReportPage {
  /*
   * The page is put together from resources beside this class: the frame, the style, the scripts, and the charting library out of its jar.
   * The experiment goes in as JSON, and the scripts write every text of it as text, never as HTML. A `<` in it is written by its number, so that
   * no name can end the element that it stands in. Parts are put in by one pass, so that no part is searched for places.
   */
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final List<String> SCRIPTS = List.of("format.js", "page.js", "charts.js", "runs.js", "report.js");
  private static final String LIBRARY = "/META-INF/maven/org.webjars/echarts/pom.properties";

  private ReportPage() {
  }

  /// The page.
  ///
  /// @param runs those that have ended, failed ones among them; their samples are its time lines
  /// @throws IllegalStateException if the installation lacks a part of the page
  public static String of(Experiment experiment, List<LabRun> runs, Comparison comparison) {
    var data = json(new Content(experiment, runs, comparison));
    return PLACE.matcher(text("report.html")).replaceAll(place -> Matcher.quoteReplacement(switch (place.group(1)) {
      case "title" -> escaped(title(experiment));
      case "style" -> text("report.css");
      case "library" -> library();
      case "data" -> data;
      case "scripts" -> scripts();
      default -> throw new IllegalStateException("The frame of the report has an unknown place: " + place.group());
    }));
  }

  /// What the scripts of the page read.
  record Content(Experiment experiment, List<LabRun> runs, Comparison comparison) {
  }

  private static String title(Experiment experiment) {
    var name = experiment.spec().name();
    return name == null || name.isBlank() ? experiment.id() : name;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }

  private static String json(Content content) {
    try {
      return ApiJson.mapper().writeValueAsString(content).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The experiment " + content.experiment().id() + " has no JSON", e);
    }
  }

  private static String scripts() {
    var all = new StringBuilder();
    SCRIPTS.forEach(name -> all.append(text(name)).append('\n'));
    return all.toString();
  }

  // Where its script is depends on its version, which its jar tells.
  private static String library() {
    var description = new Properties();
    try (var in = open(LIBRARY)) {
      description.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The charting library cannot be read", e);
    }
    var version = description.getProperty("version");
    return text("/META-INF/resources/webjars/echarts/" + version + "/echarts.min.js").replace("</script", "<\\/script");
  }

  private static String text(String resource) {
    try (var in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("A part of the report cannot be read: " + resource, e);
    }
  }

  private static InputStream open(String resource) {
    var in = ReportPage.class.getResourceAsStream(resource);
    if (in == null)
      throw new IllegalStateException("A part of the report is missing from the installation: " + resource);
    return in;
  }
}
