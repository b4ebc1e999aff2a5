package dev.kioto.console.ui.groups;

/// What tasks of a group have in common. Names are kept in settings files: do not rename.
public enum GroupBy {
  /// Tasks are not grouped.
  NONE("no groups", ""),
  /// Where they were spawned.
  LOCATION("spawn site", "location"),
  /// Their name.
  NAME("name", "name"),
  /// Their state.
  STATE("state", "state"),
  /// What the program calls them.
  KIND("kind", "kind"),
  /// The task that spawned them.
  PARENT("parent", "parent");

  private final String title;
  private final String field;

  GroupBy(String title, String field) {
    this.title = title;
    this.field = field;
  }

  /// The one after it; after the last the first.
  public GroupBy next() {
    return switch (this) {
      case NONE -> LOCATION;
      case LOCATION -> NAME;
      case NAME -> STATE;
      case STATE -> KIND;
      case KIND -> PARENT;
      case PARENT -> NONE;
    };
  }

  /// For people.
  public String title() {
    return title;
  }

  /// As the filter language and the server name it; empty for [#NONE].
  public String field() {
    return field;
  }
}
