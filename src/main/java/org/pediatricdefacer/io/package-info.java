/**
 * Reads scans from and writes them to files and ImageJ images, without touching what need not be touched.
 */
package org.pediatricdefacer.io;
