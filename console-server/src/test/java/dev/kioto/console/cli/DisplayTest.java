package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DisplayTest {

  @Test
  void exists_linuxWithoutDisplay_isFalse() {
    assertThat(Display.exists("Linux", Map.of())).isFalse();
    assertThat(Display.exists("Linux", Map.of("DISPLAY", ""))).isFalse();
  }

  @Test
  void exists_linuxWithXOrWayland_isTrue() {
    assertThat(Display.exists("Linux", Map.of("DISPLAY", ":0"))).isTrue();
    assertThat(Display.exists("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0"))).isTrue();
  }

  @Test
  void exists_macAndWindows_isTrue() {
    assertThat(Display.exists("Mac OS X", Map.of())).isTrue();
    assertThat(Display.exists("Windows 11", Map.of())).isTrue();
  }
}
