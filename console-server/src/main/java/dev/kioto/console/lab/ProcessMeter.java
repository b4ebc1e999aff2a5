package dev.kioto.console.lab;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Reads what a JVM takes, whatever runs in it: by the management beans that each has, and the system's own tables. One thread.
final class ProcessMeter implements AutoCloseable {

  private static final String COUNTERS = "dev.kioto:type=Lab"; // what dev.kioto.lab.Lab of the runtime registers

  private final long pid;
  private final JMXConnector connector;
  private final MBeanServerConnection beans;
  private final OperatingSystemMXBean system;
  private final ThreadMXBean threads;
  private final List<GarbageCollectorMXBean> collectors;

  private ProcessMeter(long pid, JMXConnector connector) throws IOException {
    this.pid = pid;
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
    this.system = ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
        OperatingSystemMXBean.class);
    this.threads = ManagementFactory.newPlatformMXBeanProxy(beans, ManagementFactory.THREAD_MXBEAN_NAME,
        ThreadMXBean.class);
    this.collectors = ManagementFactory.getPlatformMXBeans(beans, GarbageCollectorMXBean.class);
  }

  /// Attaches to a JVM of the same user.
  ///
  /// @throws IOException if it does not let one
  @SuppressWarnings("BanJNDI") // the address is that of a process which the lab has started, as that process told it
  static ProcessMeter attach(long pid) throws IOException {
    VirtualMachine machine;
    try {
      machine = VirtualMachine.attach(String.valueOf(pid));
    } catch (AttachNotSupportedException e) {
      throw new IOException("process " + pid + " lets nobody attach: " + e.getMessage(), e);
    }
    try {
      var connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
      return new ProcessMeter(pid, connector);
    } finally {
      machine.detach();
    }
  }

  ProcessReading read() throws IOException {
    try {
      long collections = 0;
      long millis = 0;
      for (var collector : collectors) {
        collections += Math.max(0, collector.getCollectionCount());
        millis += Math.max(0, collector.getCollectionTime());
      }
      return new ProcessReading(System.nanoTime(), told(system.getProcessCpuTime()),
          told(threads.getTotalThreadAllocatedBytes()), collections, millis, resident(), switches(), counts());
    } catch (java.lang.reflect.UndeclaredThrowableException e) {
      throw new IOException("process " + pid + " does not answer any more", e);
    }
  }

  private static double told(long value) {
    return value < 0 ? Double.NaN : value;
  }

  private Map<String, Long> counts() throws IOException {
    var counts = new TreeMap<String, Long>();
    try {
      if (beans.getAttribute(new ObjectName(COUNTERS), "Counts") instanceof TabularData table) {
        for (var row : table.values()) {
          if (row instanceof CompositeData cells && cells.get("key") instanceof String name
              && cells.get("value") instanceof Long count) {
            counts.put(name, count);
          }
        }
      }
    } catch (InstanceNotFoundException _) {
      // the program counts nothing
    } catch (JMException e) {
      throw new IOException("process " + pid + " does not tell its counters: " + e.getMessage(), e);
    }
    return counts;
  }

  private double resident() {
    var pages = line(Path.of("/proc/" + pid + "/status"), "VmRSS:");
    return Double.isNaN(pages) ? Double.NaN : pages * 1024;
  }

  private double switches() {
    double sum = 0;
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (var task : tasks) {
        double chosen = line(task.resolve("status"), "voluntary_ctxt_switches:");
        double forced = line(task.resolve("status"), "nonvoluntary_ctxt_switches:");
        if (!Double.isNaN(chosen + forced)) sum += chosen + forced; // else the thread has ended meanwhile
      }
      return sum;
    } catch (IOException | java.nio.file.DirectoryIteratorException _) {
      return Double.NaN; // no such table here
    }
  }

  private static double line(Path file, String name) {
    try {
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith(name)) return Double.parseDouble(line.substring(name.length()).strip().split("\\s+")[0]);
      }
    } catch (IOException | NumberFormatException _) {
      // not told here
    }
    return Double.NaN;
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException _) {
      // the process has gone first
    }
  }
}
