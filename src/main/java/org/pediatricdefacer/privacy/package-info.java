/**
 * Measures what is left of a face and of a brain in a defaced scan, without a reference.
 */
package org.pediatricdefacer.privacy;
