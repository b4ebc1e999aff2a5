package dev.kioto.console.model;

import org.jspecify.annotations.Nullable;

/// The names of a model's tasks. A name that a second task has gets a number, which it keeps as long as a task has it by that number. No
/// number is given twice. Not safe for use by several threads.
///
/// What looks at the names of all tasks looks at each numbered name once, and does not follow the others to their characters where
/// their [mark][TextMark] tells. A program whose every task has a name of its own takes no room here.
final class Names {

  /*
   * Open addressing with linear probing, at most half full, without tombstones. Of what has come once only the interner knows, which
   * forgets: so the tasks that have a name when it gets its number are not told of it, nor counted.
   */
  private static final int FIRST_CAPACITY = 1 << 6; // power of two
  private static final int MOST = 1 << 16; // names with numbers: a guess
  private static final int LAST_NUMBER = (1 << 30) - 1; // after which no name gets one
  private static final int SPREAD = 0x9E3779B9; // 2^32 over the golden ratio

  private final Interner interner;
  private final int most;
  private @Nullable String[] texts = new String[FIRST_CAPACITY];
  private int[] numbers = new int[FIRST_CAPACITY]; // by place
  private int[] uses = new int[FIRST_CAPACITY]; // by place: how many tasks have it by its number
  private int size;
  private int given; // numbers, from 1 up

  Names(Interner interner) {
    this(interner, MOST);
  }

  Names(Interner interner, int most) {
    this.interner = interner;
    this.most = most;
  }

  /// How many names have a number.
  int size() {
    return size;
  }

  /// Names a task, or gives it another name.
  void name(TaskRecord task, String name) {
    forget(task);
    int place = find(name);
    var known = texts[place];
    if (known == null) {
      known = interner.known(name);
      if (known == null || size == most || given == LAST_NUMBER) {
        task.name(interner.intern(name), TextMark.signature(name));
        return;
      }
      place = add(known, place);
    }
    uses[place]++;
    task.name(known, numbers[place]);
  }

  /// A task no longer needs its name.
  void forget(TaskRecord task) {
    if (task.nameMark() <= 0) return;
    int place = find(task.name());
    if (--uses[place] == 0) remove(place);
    task.name(task.name(), TextMark.ANYTHING);
  }

  private int add(String name, int place) {
    int free = place;
    if (2 * size >= texts.length) {
      grow();
      free = find(name);
    }
    texts[free] = name;
    numbers[free] = ++given;
    uses[free] = 0;
    size++;
    return free;
  }

  private void remove(int place) {
    int mask = texts.length - 1;
    int hole = place;
    texts[hole] = null;
    size--;
    for (int i = hole + 1 & mask;; i = i + 1 & mask) {
      var text = texts[i];
      if (text == null) return;
      // Movable when its home is not between the hole and where it stands.
      if ((i - home(text) & mask) < (i - hole & mask)) continue;
      move(i, hole);
      hole = i;
    }
  }

  private void move(int from, int to) {
    texts[to] = texts[from];
    numbers[to] = numbers[from];
    uses[to] = uses[from];
    texts[from] = null;
  }

  /// The place of a name, or the empty one where it belongs.
  private int find(String name) {
    int mask = texts.length - 1;
    for (int i = home(name);; i = i + 1 & mask) {
      var text = texts[i];
      if (text == null || text.equals(name)) return i;
    }
  }

  private int home(String name) {
    return (name.hashCode() * SPREAD) >>> (Integer.numberOfLeadingZeros(texts.length) + 1);
  }

  private void grow() {
    var oldTexts = texts;
    var oldNumbers = numbers;
    var oldUses = uses;
    texts = new String[2 * oldTexts.length];
    numbers = new int[texts.length];
    uses = new int[texts.length];
    for (int i = 0; i < oldTexts.length; i++) {
      var text = oldTexts[i];
      if (text == null) continue;
      int place = find(text);
      texts[place] = text;
      numbers[place] = oldNumbers[i];
      uses[place] = oldUses[i];
    }
  }
}
