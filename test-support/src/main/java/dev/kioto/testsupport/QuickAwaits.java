package dev.kioto.testsupport;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Has what tests await be looked for at once, and then every few milliseconds: at Awaitility's own pace, of a tenth of a second, most
/// of the time of many tests is a wait for what is there. And for longer than its ten seconds, which a busy machine may need. JUnit
/// finds it wherever this module is on the class path.
public final class QuickAwaits implements LauncherSessionListener {
  private static final Duration PACE = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(50); // to fail what is hopeless, and not what is slow

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(PACE);
    Awaitility.setDefaultTimeout(PATIENCE);
  }
}
