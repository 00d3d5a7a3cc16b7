/**
 * Covers a volume with overlapping tiles and stitches what a segmenter says about each into one answer.
 */
package org.pediatricdefacer.tile;
