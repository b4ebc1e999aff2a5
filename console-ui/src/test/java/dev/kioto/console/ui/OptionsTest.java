package dev.kioto.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  @Test
  void parse_nothing_startsWithOwnServer() {
    assertThat(Options.parse()).isEqualTo(new Options.Start(null, null, null, null));
  }

  @Test
  void parse_serverAndTarget_areTaken() {
    var expected = new Options.Start(URI.create("http://127.0.0.1:7070"), "127.0.0.1:6669", null, null);

    assertThat(Options.parse("--server", "http://127.0.0.1:7070", "127.0.0.1:6669")).isEqualTo(expected);
    assertThat(Options.parse("127.0.0.1:6669", "--server=http://127.0.0.1:7070")).isEqualTo(expected);
  }

  @Test
  void parse_serverIsNoAddress_namesItAndWhatIsRight() {
    assertThat(Options.parse("--server", "localhost")).isInstanceOfSatisfying(Options.Wrong.class,
        wrong -> assertThat(wrong.message()).contains("'localhost'", "http://127.0.0.1:7070"));
    assertThat(Options.parse("--server")).isInstanceOf(Options.Wrong.class);
  }

  @Test
  void parse_unknownOption_namesIt() {
    assertThat(Options.parse("--sever")).isInstanceOfSatisfying(Options.Wrong.class,
        wrong -> assertThat(wrong.message()).contains("'--sever'", "--server URL"));
  }

  @Test
  void parse_twoTargets_namesBoth() {
    assertThat(Options.parse("a:1", "b:2")).isInstanceOfSatisfying(Options.Wrong.class,
        wrong -> assertThat(wrong.message()).contains("'a:1'", "'b:2'"));
  }

  @Test
  void parse_help_isUsage() {
    assertThat(Options.parse("--help")).isInstanceOf(Options.Help.class);
  }
}
