/**
 * Takes one scan through all rooms, from its pixels to a proven defaced scan.
 */
package org.pediatricdefacer;
