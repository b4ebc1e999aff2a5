package dev.kioto.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

final class LabTest {

  private static Object counted(String name) throws JMException {
    var told = (TabularData) ManagementFactory.getPlatformMBeanServer()
        .getAttribute(new ObjectName("dev.kioto:type=Lab"), "Counts");
    return told.get(new Object[] {name}).get("value");
  }

  @Test
  void whatIsCounted_isToldByTheManagementBean() throws JMException {
    Lab.count("requests of this test");
    Lab.count("requests of this test", 41);
    assertThat(counted("requests of this test")).isEqualTo(42L);
  }

  @Test
  void aCountThatGoesDown_isRefused() {
    assertThatThrownBy(() -> Lab.count("bytes", -1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count of 'bytes' must not go down, but is by -1");
  }

  @Test
  void aCounterWithoutAName_isRefused() {
    assertThatThrownBy(() -> Lab.count("")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("what is counted needs a name, like 'requests'");
  }
}
