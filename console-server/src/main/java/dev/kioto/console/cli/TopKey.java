package dev.kioto.console.cli;

/// What a key of `kioto top` means.
enum TopKey {
  QUIT, PAUSE, SORT_BEFORE, SORT_AFTER, REVERSE, FILTER, GROUP, UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, HELP, OTHER
}
