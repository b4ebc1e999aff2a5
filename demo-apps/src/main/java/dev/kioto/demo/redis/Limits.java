package dev.kioto.demo.redis;

/// What one client may ask for. A request over a limit is answered by an error, and its connection closed.
///
/// @param connections at a time; one more gets an error and is closed
/// @param arguments of a request, the command's name among them
/// @param argumentBytes of one of them
/// @param requestBytes of all of them together
/// @param inlineBytes of a request that is a line of text
/// @param lag messages that a subscriber may be behind before it is closed; rounded up to a power of two
public record Limits(int connections, int arguments, int argumentBytes, int requestBytes, int inlineBytes, int lag) {

  private static final int MIB = 1024 * 1024;

  /// Enough for caches, and little enough that a thousand clients do not fill the memory by asking.
  public static final Limits DEFAULT = new Limits(1_024, 16_384, 8 * MIB, 16 * MIB, 64 * 1024, 1_024);

  public Limits {
    if (connections < 1 || arguments < 1 || argumentBytes < 1 || requestBytes < 1 || inlineBytes < 1 || lag < 1) {
      throw new IllegalArgumentException("each limit is at least 1");
    }
  }

  /// The same with another number of connections.
  public Limits withConnections(int most) {
    return new Limits(most, arguments, argumentBytes, requestBytes, inlineBytes, lag);
  }
}
