package dev.kioto.demo.redis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// SET, which has options: `SET key value [NX | XX] [EX seconds | PX milliseconds | KEEPTTL]`.
final class SetCommand {

  static final Reply NOT_AN_INTEGER = Reply.error("value is not an integer or out of range");

  /// Longer than that nothing expires: a thousand years, so that sums fit.
  static final Duration LONGEST = Duration.ofDays(365_250);

  private static final Reply SYNTAX = Reply.error("syntax error");
  private static final Reply BAD_TIME = Reply.error("invalid expire time in 'set' command");

  // All: the task that runs the command.
  private Database.@Nullable When when;
  private @Nullable Duration ttl;
  private boolean keepsTtl;
  private @Nullable Reply wrong;

  private SetCommand() {}

  static Reply run(Request request, Database database) {
    if (request.size() == 3) { // most of them
      database.set(request.key(1), request.bytes(2), null, Database.When.ALWAYS);
      return Reply.OK;
    }
    var options = new SetCommand();
    int next = 3;
    while (next < request.size() && options.wrong == null) next += options.take(request, next);
    return options.wrong == null ? options.apply(request, database) : options.wrong;
  }

  // How many parts it has taken.
  private int take(Request request, int index) {
    if (when == null && (request.is(index, "NX") || request.is(index, "XX"))) {
      when = request.is(index, "NX") ? Database.When.IF_ABSENT : Database.When.IF_PRESENT;
      return 1;
    }
    boolean timed = keepsTtl || ttl != null;
    if (!timed && request.is(index, "KEEPTTL")) {
      keepsTtl = true;
      return 1;
    }
    if (!timed && index + 1 < request.size() && (request.is(index, "EX") || request.is(index, "PX"))) {
      expiresAfter(request.bytes(index + 1), request.is(index, "EX") ? 1_000 : 1);
      return 2;
    }
    wrong = SYNTAX;
    return 1;
  }

  private void expiresAfter(byte[] number, int millisOfOne) {
    try {
      long count = Numbers.parse(number);
      if (count <= 0 || count > LONGEST.toMillis() / millisOfOne) wrong = BAD_TIME;
      else ttl = Duration.ofMillis(count * millisOfOne);
    } catch (NumberFormatException _) {
      wrong = NOT_AN_INTEGER;
    }
  }

  private Reply apply(Request request, Database database) {
    var condition = when == null ? Database.When.ALWAYS : when;
    boolean done = keepsTtl ? database.setKeepingTtl(request.key(1), request.bytes(2), condition)
        : database.set(request.key(1), request.bytes(2), ttl, condition);
    return done ? Reply.OK : Reply.NIL;
  }
}
