/// The report of an experiment as a page that stands for itself: no server, no network, whoever gets the file.
@NullMarked
package dev.kioto.console.lab.report;

import org.jspecify.annotations.NullMarked;
