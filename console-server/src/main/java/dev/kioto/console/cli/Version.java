package dev.kioto.console.cli;

import picocli.CommandLine.IVersionProvider;

/// What `kioto --version` says: Kioto's version and the JVM's.
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
        "kioto " + (version == null ? "(not packaged)" : version)
            + ", Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")"};
  }
}
