package dev.kioto.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.demo.body.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/demos.md has a section for each demo, which names the command and the file.
final class DemosPageTest {

  private static final Path PAGE = Path.of("..", "docs", "demos.md");

  @Test
  void page_hasASectionForEachDemo() throws IOException {
    var titles = Files.readString(PAGE).lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3))
        .toList();
    assertThat(titles)
        .containsExactlyElementsOf(
            Stream.concat(Main.DEMOS.stream().map(Demo::name), Stream.of(TroubleRun.NAME)).toList());
  }

  @Test
  void sections_nameTheCommandAndTheCode() throws IOException {
    var page = Files.readString(PAGE);
    for (var demo : Main.DEMOS) {
      var code = demo.getClass().getName().substring("dev.kioto.demo.".length()).replace('.', '/') + ".java";
      assertThat(page).contains("`./kioto demo " + demo.name() + "` (`" + code + "`)");
    }
  }

  @Test
  void demos_sayWhatThereIs() {
    assertThat(Main.DEMOS).extracting(Demo::name).doesNotHaveDuplicates();
    assertThat(Main.DEMOS).allSatisfy(demo -> {
      assertThat(demo.look()).isNotBlank().doesNotEndWith(".");
      assertThat(demo.sizeOf()).isNotBlank().doesNotEndWith(".");
    });
  }
}
