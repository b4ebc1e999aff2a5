package dev.kioto.demo.http;

import dev.kioto.demo.http.HttpInput.Head;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads the head of a request, strictly: what two servers may read differently is refused.
final class HeadParser {

  static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

  private static final String TOKEN = "!#$%&'*+-.^_`|~"; // besides letters and digits
  private static final Set<String> ONCE = Set.of("content-length", "host", "transfer-encoding");

  private final HttpLimits limits;

  HeadParser(HttpLimits limits) {
    this.limits = limits;
  }

  /// @param lines of the head, without the empty one at its end
  /// @throws HttpException when they are none
  Head parse(List<String> lines) {
    var words = lines.getFirst().split(" ", -1);
    if (words.length != 3 || words[0].isEmpty()) throw bad("the first line is not 'METHOD /path HTTP/1.1'");
    int minor = minor(words[2]);
    if (!METHODS.contains(words[0])) {
      if (!isToken(words[0])) throw bad("the method is not a word");
      throw new HttpException(Status.NOT_IMPLEMENTED, "the method is not known");
    }
    var headers = headers(lines.subList(1, lines.size()));
    if (minor == 1 && !headers.containsKey("host")) throw bad("there is no Host");
    int query = words[1].indexOf('?');
    var path = decode(query < 0 ? words[1] : words[1].substring(0, query));
    return new Head(words[0], path, query < 0 ? "" : words[1].substring(query + 1), minor, headers,
        headers.containsKey("transfer-encoding") || length(headers) > 0);
  }

  private static int minor(String version) {
    return switch (version) {
      case "HTTP/1.1" -> 1;
      case "HTTP/1.0" -> 0;
      default -> throw version.matches("HTTP/\\d\\.\\d")
          ? new HttpException(Status.VERSION_NOT_SUPPORTED, "only HTTP/1.1 and HTTP/1.0 are spoken here")
          : bad("the first line does not end with a version");
    };
  }

  private Map<String, String> headers(List<String> lines) {
    if (lines.size() > limits.headers()) {
      throw new HttpException(Status.HEAD_TOO_LARGE, "there are more than " + limits.headers() + " headers");
    }
    var headers = HashMap.<String, String>newHashMap(lines.size());
    for (var line : lines) {
      int colon = line.indexOf(':');
      if (colon < 1 || !isToken(line.substring(0, colon))) throw bad("a header is not 'Name: value'");
      var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      var value = line.substring(colon + 1).strip();
      if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127))
        throw bad("a header has a control character");
      if (headers.containsKey(name) && ONCE.contains(name)) throw bad("there are two headers " + name);
      headers.merge(name, value, (before, more) -> before + "," + more);
    }
    if (headers.containsKey("transfer-encoding")) {
      if (headers.containsKey("content-length")) throw bad("there are both Content-Length and Transfer-Encoding");
      if (!headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
        throw new HttpException(Status.NOT_IMPLEMENTED, "of the transfer encodings only 'chunked' is known");
      }
    }
    return headers;
  }

  /// What Content-Length says, 0 without one.
  static long length(Map<String, String> headers) {
    var text = headers.getOrDefault("content-length", "0");
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw bad("Content-Length is not a number");
    }
    return Long.parseLong(text);
  }

  private static boolean isToken(String name) {
    return name.chars().allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || TOKEN.indexOf(c) >= 0);
  }

  // A path with what is written as %41 replaced, once, and read as UTF-8.
  private static String decode(String path) {
    if (!path.startsWith("/")) throw bad("the path does not begin with '/'");
    if (path.indexOf('%') < 0) return path;
    var bytes = ByteBuffer.allocate(path.length());
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) != '%') {
        bytes.put((byte) path.charAt(i));
        continue;
      }
      int high = i + 2 <= path.length() - 1 ? Character.digit(path.charAt(i + 1), 16) : -1;
      int low = i + 2 <= path.length() - 1 ? Character.digit(path.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) throw bad("a '%' in the path is not followed by two hexadecimal digits");
      bytes.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException _) {
      throw bad("the path is not UTF-8");
    }
  }

  static HttpException bad(String sentence) {
    return new HttpException(Status.BAD_REQUEST, sentence);
  }
}
