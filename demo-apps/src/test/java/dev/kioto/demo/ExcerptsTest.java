package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.demo.body.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the pages show of the demos' code is the code as it is. Such a block names its file in its first line; where a line is `// ...`
/// something is left out.
final class ExcerptsTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path CODE = Path.of("src", "main", "java", "dev", "kioto", "demo");
  private static final Pattern EXCERPT = Pattern.compile("```java\n// (\\S+\\.java)\n(.*?)\n```", Pattern.DOTALL);
  private static final Pattern BLANK = Pattern.compile("^ +$", Pattern.MULTILINE);
  private static final int DEEPEST = 20; // columns to which code is indented

  /// @param text as the page has it
  private record Excerpt(Path page, String file, String text) {
    List<String> pieces() {
      return List.of(text.split("\n *// \\.\\.\\.\n", -1));
    }
  }

  private static List<Excerpt> excerpts() throws IOException {
    var found = new ArrayList<Excerpt>();
    try (var pages = Files.list(DOCS)) {
      for (var page : pages.filter(path -> path.toString().endsWith(".md")).toList()) {
        EXCERPT.matcher(Files.readString(page)).results()
            .forEach(result -> found.add(new Excerpt(page, result.group(1), result.group(2))));
      }
    }
    return found;
  }

  @Test
  void excerpts_areTheCodeAsItIs() throws IOException {
    for (var excerpt : excerpts()) {
      var code = Files.readString(CODE.resolve(excerpt.file()));
      for (var piece : excerpt.pieces()) {
        assertThat(isIn(code, piece))
            .as(excerpt.page() + " has other code of " + excerpt.file() + " than there is:\n" + piece)
            .isTrue();
      }
    }
  }

  // The same lines one after the other, all of them as far to the right.
  private static boolean isIn(String code, String piece) {
    return IntStream.rangeClosed(0, DEEPEST)
        .mapToObj(columns -> "\n" + BLANK.matcher(piece.indent(columns)).replaceAll(""))
        .anyMatch(code::contains);
  }

  @Test
  void sections_ofDemosHaveOneOfTheirOwnCode() throws IOException {
    var page = Files.readString(DOCS.resolve("demos.md"));
    for (var demo : Main.DEMOS) {
      var section = section(page, demo.name());
      assertThat(EXCERPT.matcher(section).results().map(ExcerptsTest::fileOf)).as(demo.name())
          .anySatisfy(file -> assertThat(packageOf(file)).isEqualTo(packageOf(fileOf(demo))));
    }
  }

  private static String section(String page, String name) {
    int from = page.indexOf("\n## " + name + "\n");
    int to = page.indexOf("\n## ", from + 1);
    assertThat(from).as(name).isNotNegative();
    return page.substring(from, to < 0 ? page.length() : to);
  }

  private static String fileOf(MatchResult excerpt) {
    return excerpt.group(1);
  }

  private static String fileOf(Demo demo) {
    return demo.getClass().getName().substring("dev.kioto.demo.".length()).replace('.', '/') + ".java";
  }

  private static String packageOf(String file) {
    return Objects.requireNonNullElse(Path.of(file).getParent(), Path.of("")).toString();
  }
}
