/// Workloads for the scheduler lab, each of which shows what one setting does: they count what they achieve.
@NullMarked
package dev.kioto.demo.lab;

import org.jspecify.annotations.NullMarked;
