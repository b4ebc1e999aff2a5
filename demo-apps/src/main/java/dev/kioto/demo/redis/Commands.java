package dev.kioto.demo.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the server does for its clients, by the names of Redis.
final class Commands {

  /// The only ones that a subscriber may give: it could not tell other answers from messages.
  private static final Set<String> OF_SUBSCRIBERS = Set.of("SUBSCRIBE", "UNSUBSCRIBE", "PING", "QUIT");
  private static final int ANY = Integer.MAX_VALUE;

  /// What a command does.
  private interface Action {
    Reply run(Request request, Client client);
  }

  /// A command.
  ///
  /// @param least parts of a request for it, its name among them
  /// @param most the same
  private record Command(String name, int least, int most, Action action) {
    boolean takes(int parts) {
      return parts >= least && parts <= most;
    }

    // As clients want to hear it: negative where it is a minimum.
    Reply describe() {
      int arity = least == most ? least : -least;
      return new Reply.Many(List.of(Reply.text(lower(name)), new Reply.Number(arity), new Reply.Many(List.of()),
          new Reply.Number(0), new Reply.Number(0), new Reply.Number(0)));
    }
  }

  private final Map<String, Command> commands = new HashMap<>();
  private final Database database;

  Commands(Database database, Topics topics) {
    this.database = database;
    add("GET", 2, 2, (request, _) -> bulk(database.get(request.key(1))));
    add("SET", 3, ANY, (request, _) -> SetCommand.run(request, database));
    add("DEL", 2, ANY, (request, _) -> count(request, database::delete));
    add("EXISTS", 2, ANY, (request, _) -> count(request, key -> database.get(key) != null));
    add("EXPIRE", 3, 3, (request, _) -> expire(request));
    add("TTL", 2, 2, (request, _) -> new Reply.Number(ttl(request.key(1))));
    add("INCR", 2, 2, (request, _) -> increment(request.key(1)));
    add("PUBLISH", 3, 3, (request, _) -> new Reply.Number(topics.publish(request.key(1), request.bytes(2))));
    add("SUBSCRIBE", 2, ANY, Commands::subscribe);
    add("UNSUBSCRIBE", 1, ANY, Commands::unsubscribe);
    add("PING", 1, 2, Commands::ping);
    add("ECHO", 2, 2, (request, _) -> new Reply.Bulk(request.bytes(1)));
    add("CLIENT", 2, ANY, Commands::client);
    add("CONFIG", 2, ANY, (request, _) -> config(request));
    add("COMMAND", 1, ANY, (request, _) -> command(request));
    add("QUIT", 1, ANY, (_, client) -> {
      client.leave();
      return Reply.OK;
    });
  }

  private void add(String name, int least, int most, Action action) {
    commands.put(name, new Command(name, least, most, action));
  }

  /// Does what a client asks for.
  Reply run(Request request, Client client) {
    var name = request.key(0).toUpperCase(Locale.ROOT);
    var command = commands.get(name);
    if (command == null) return Reply.error("unknown command '" + shortened(request.key(0)) + "'");
    if (!command.takes(request.size())) {
      return Reply.error("wrong number of arguments for '" + lower(name) + "' command");
    }
    if (client.isSubscribed() && !OF_SUBSCRIBERS.contains(name)) {
      return Reply.error("Can't execute '" + lower(name) + "': only " + String.join(" / ", OF_SUBSCRIBERS)
          + " are allowed in this context");
    }
    return command.action().run(request, client);
  }

  /// How many there are.
  int size() {
    return commands.size();
  }

  // --- values ---

  private static Reply bulk(byte @Nullable [] value) {
    return value == null ? Reply.NIL : new Reply.Bulk(value);
  }

  private static Reply count(Request request, Predicate<String> counts) {
    int count = 0;
    for (int i = 1; i < request.size(); i++) {
      if (counts.test(request.key(i))) count++;
    }
    return new Reply.Number(count);
  }

  private Reply expire(Request request) {
    try {
      long seconds = Numbers.parse(request.bytes(2));
      if (seconds > SetCommand.LONGEST.toSeconds()) return Reply.error("invalid expire time in 'expire' command");
      return Reply.of(database.expireAfter(request.key(1), Duration.ofSeconds(Math.max(0, seconds))));
    } catch (NumberFormatException _) {
      return SetCommand.NOT_AN_INTEGER;
    }
  }

  private long ttl(String key) {
    long millis = database.ttlMillis(key);
    return millis < 0 ? millis : (millis + 500) / 1_000;
  }

  private Reply increment(String key) {
    try {
      return new Reply.Number(database.increment(key));
    } catch (NumberFormatException _) {
      return SetCommand.NOT_AN_INTEGER;
    } catch (ArithmeticException _) {
      return Reply.error("increment or decrement would overflow");
    }
  }

  // --- messages ---

  private static Reply subscribe(Request request, Client client) {
    var replies = new ArrayList<Reply>();
    for (int i = 1; i < request.size(); i++) {
      var topic = request.key(i);
      replies.add(listening("subscribe", Reply.text(topic), client.subscribe(topic)));
    }
    return new Reply.Each(replies);
  }

  private static Reply unsubscribe(Request request, Client client) {
    var topics = new ArrayList<String>();
    for (int i = 1; i < request.size(); i++) topics.add(request.key(i));
    if (topics.isEmpty()) topics.addAll(client.subscribed());
    if (topics.isEmpty()) return listening("unsubscribe", Reply.NIL, 0);
    return new Reply.Each(topics.stream()
        .map(topic -> listening("unsubscribe", Reply.text(topic), client.unsubscribe(topic)))
        .toList());
  }

  private static Reply listening(String what, Reply topic, int count) {
    return new Reply.Many(List.of(Reply.text(what), topic, new Reply.Number(count)));
  }

  // --- the connection ---

  private static Reply ping(Request request, Client client) {
    var text = request.size() == 2 ? new Reply.Bulk(request.bytes(1)) : null;
    if (client.isSubscribed()) {
      return new Reply.Many(List.of(Reply.text("pong"), text == null ? Reply.text("") : text));
    }
    return text == null ? new Reply.Status("PONG") : text;
  }

  private static Reply client(Request request, Client client) {
    if (request.is(1, "ID") && request.size() == 2) return new Reply.Number(client.id());
    if (request.is(1, "GETNAME") && request.size() == 2) return Reply.text(client.name());
    if (request.is(1, "SETINFO") && request.size() == 4) return Reply.OK; // a library that says who it is
    if (request.is(1, "SETNAME") && request.size() == 3) {
      client.name(request.key(2));
      return Reply.OK;
    }
    return Reply.error("unknown subcommand '" + shortened(request.key(1)) + "' of 'client', or too many arguments");
  }

  private static Reply config(Request request) {
    if (!request.is(1, "GET")) return Reply.error("there is nothing to change: only CONFIG GET is known");
    var values = new ArrayList<Reply>();
    for (int i = 2; i < request.size(); i++) {
      values.add(new Reply.Bulk(request.bytes(i)));
      values.add(Reply.text("")); // nothing is saved, and nothing is set
    }
    return new Reply.Many(values);
  }

  private Reply command(Request request) {
    if (request.size() == 1) return new Reply.Many(commands.values().stream().map(Command::describe).toList());
    if (request.is(1, "COUNT")) return new Reply.Number(commands.size());
    return new Reply.Many(List.of()); // of the rest there is nothing to tell
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "...";
  }
}
