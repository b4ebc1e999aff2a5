/// What all tables have in common: columns that are chosen and remembered, and an order that the server makes.
@NullMarked
package dev.kioto.console.ui.table;

import org.jspecify.annotations.NullMarked;
