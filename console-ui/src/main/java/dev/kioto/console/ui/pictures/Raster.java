package dev.kioto.console.ui.pictures;

/// A drawing as pixels.
///
/// @param argb a pixel an element, row by row; not changed afterwards
@SuppressWarnings("ArrayRecordComponent") // made once, written once, never compared
public record Raster(int width, int height, int[] argb) {}
