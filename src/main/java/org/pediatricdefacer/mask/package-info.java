/**
 * Turns class labels on the grid of the scan into a clean facemask.
 */
package org.pediatricdefacer.mask;
