package dev.kioto.console.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/// `kioto top` on a terminal: draws the view, and gives it the keys. One thread, but for [#close].
final class TopScreen implements AutoCloseable {

  private static final long TURN_MILLIS = 100; // how late what was heard may be drawn
  private static final long ESCAPE_MILLIS = 100; // after which an Esc is not the beginning of an arrow
  private static final int HEADING = 2; // the line of the titles of columns

  private enum Edit { INSERT, BACK, USE, LEAVE }

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private final BindingReader reader;
  private final KeyMap<TopKey> keys = new KeyMap<>();
  private final KeyMap<Edit> edits = new KeyMap<>();
  private volatile boolean ends; // set by a signal, read by the loop
  private volatile boolean resized = true; // set by a signal, cleared by the loop
  private boolean closed; // guarded by this object's monitor

  private TopScreen(Terminal terminal) {
    this.terminal = terminal;
    before = terminal.enterRawMode();
    display = new Display(terminal, true);
    reader = new BindingReader(terminal.reader());
    bindKeys();
    bindEdits();
    terminal.handle(Signal.WINCH, _ -> resized = true);
    terminal.handle(Signal.INT, _ -> ends = true);
    terminal.handle(Signal.QUIT, _ -> ends = true);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.keypad_xmit);
    terminal.puts(Capability.cursor_invisible);
  }

  /// Takes the terminal.
  ///
  /// @throws IOException if there is none that can be drawn on
  static TopScreen open() throws IOException {
    return new TopScreen(TerminalBuilder.builder().name("kioto top").system(true).dumb(false).build());
  }

  private void bindKeys() {
    keys.setAmbiguousTimeout(ESCAPE_MILLIS);
    keys.setNomatch(TopKey.OTHER);
    keys.setUnicode(TopKey.OTHER);
    keys.bind(TopKey.QUIT, "q", "Q", KeyMap.ctrl('C'), KeyMap.ctrl('D'));
    keys.bind(TopKey.PAUSE, " ", "p");
    keys.bind(TopKey.SORT_BEFORE, "<", ",");
    keys.bind(TopKey.SORT_AFTER, ">", ".", "s");
    keys.bind(TopKey.REVERSE, "r", "i");
    keys.bind(TopKey.FILTER, "/");
    keys.bind(TopKey.GROUP, "g");
    keys.bind(TopKey.HELP, "?", "h");
    bindMoves(TopKey.UP, Capability.key_up, "k");
    bindMoves(TopKey.DOWN, Capability.key_down, "j");
    bindMoves(TopKey.PAGE_UP, Capability.key_ppage, KeyMap.ctrl('B'));
    bindMoves(TopKey.PAGE_DOWN, Capability.key_npage, KeyMap.ctrl('F'));
    bindMoves(TopKey.HOME, Capability.key_home, "0");
    keys.bind(TopKey.OTHER, KeyMap.esc());
  }

  private void bindMoves(TopKey key, Capability capability, String letter) {
    keys.bind(key, letter);
    var sequence = KeyMap.key(terminal, capability);
    if (sequence != null) keys.bind(key, sequence);
  }

  private void bindEdits() {
    edits.setAmbiguousTimeout(ESCAPE_MILLIS);
    edits.setUnicode(Edit.INSERT);
    for (char c = ' '; c < 127; c++) edits.bind(Edit.INSERT, String.valueOf(c));
    edits.bind(Edit.BACK, KeyMap.del(), KeyMap.ctrl('H'));
    edits.bind(Edit.USE, "\r", "\n");
    edits.bind(Edit.LEAVE, KeyMap.esc(), KeyMap.ctrl('C'), KeyMap.ctrl('G'));
  }

  /// Shows the view until it is quit, or there is nothing more to show.
  void run(TopView view, TopFeeds feeds) {
    long drawn = -1;
    while (!ends) {
      if (resized) {
        resized = false;
        display.resize(terminal.getHeight(), terminal.getWidth());
        display.clear();
        if (view.resize(terminal.getHeight())) feeds.ask(view.question());
        drawn = -1;
      }
      long heard = feeds.version();
      if (heard != drawn) {
        var news = feeds.news();
        view.hear(news);
        draw(view);
        drawn = heard;
        if (news.over()) return;
      }
      int next = reader.peekCharacter(TURN_MILLIS);
      if (next == NonBlockingReader.EOF) return;
      if (next != NonBlockingReader.READ_EXPIRED) {
        if (isQuit(view, feeds)) return;
        drawn = -1;
      }
    }
  }

  private boolean isQuit(TopView view, TopFeeds feeds) {
    boolean asks;
    if (view.isTyping()) {
      asks = edit(view);
    } else {
      var key = reader.readBinding(keys);
      if (key == null || key == TopKey.QUIT) return true;
      asks = view.press(key);
    }
    if (asks) feeds.ask(view.question());
    return false;
  }

  private boolean edit(TopView view) {
    var edit = reader.readBinding(edits);
    if (edit == null) return view.typeEnd(false);
    switch (edit) {
      case INSERT -> view.type(reader.getLastBinding());
      case BACK -> view.typeBack();
      case USE -> {
        return view.typeEnd(true);
      }
      case LEAVE -> {
        return view.typeEnd(false);
      }
    }
    return false;
  }

  private void draw(TopView view) {
    int width = Math.max(1, terminal.getWidth());
    var texts = view.lines(width);
    var lines = new ArrayList<AttributedString>(texts.size());
    for (int i = 0; i < texts.size() && i < terminal.getHeight(); i++) {
      lines.add(new AttributedString(texts.get(i), style(i, texts.size())).columnSubSequence(0, width));
    }
    int cursor = view.cursor();
    terminal.puts(cursor < 0 ? Capability.cursor_invisible : Capability.cursor_normal);
    display.update(lines, cursor < 0 ? -1 : position(lines, Math.min(cursor, width - 1), width));
    terminal.flush();
  }

  private static int position(List<AttributedString> lines, int column, int width) {
    return (lines.size() - 1) * (width + 1) + column;
  }

  private static AttributedStyle style(int line, int count) {
    if (line == 0) return AttributedStyle.BOLD;
    return line == HEADING ? AttributedStyle.INVERSE : line == count - 1 ? AttributedStyle.DEFAULT.faint()
        : AttributedStyle.DEFAULT;
  }

  /// Gives the terminal back as it was. A second call does nothing; any thread.
  @Override
  public synchronized void close() {
    if (closed) return;
    closed = true;
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.keypad_local);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(before);
    try {
      terminal.close();
    } catch (IOException _) {
      // it is as it was already
    }
  }
}
